import { askServer, inFlight } from './ask-server';
import { endServer } from './end-server';

/**
 * preStop hook of a leader: `PORT PROPAGATION BOUND`, both in seconds.
 *
 * 1. A server that is loading (port refuses) or whose engine is dead (503) has nothing to drain,
 *    and would sit out the whole grace period: it is ended. A slow answer means a busy server.
 * 2. Routers still send for the time endpoints take to propagate, and a server that drains by
 *    SIGTERM answers those requests with a 500 or an empty 200: so SIGTERM comes after it.
 * 3. The gauges are polled to zero: the only protection of streams below vLLM 0.21, and above it
 *    what keeps the server whole for requests that still arrive. Gauges lag requests by 0.16 s,
 *    hence two readings; a failed scrape counts as busy.
 *
 * Kubelet sends SIGTERM when the hook returns.
 */
export const drainScript = `
import glob, http.client, os, re, signal, sys, time

port, propagation, bound = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])

${askServer}

${inFlight}

${endServer}

if ask("/health", 3)[0] in (0, 503):
    end_server()
    sys.exit()
time.sleep(propagation)
deadline, idle = time.monotonic() + bound, 0
while time.monotonic() < deadline and idle < 2:
    idle = idle + 1 if in_flight("running|waiting", 3) == 0 else 0
    time.sleep(0.5)
`.trimStart();
