import { askServer, inFlight } from './ask-server';
import { connected } from './connection';
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
 *    hence two readings, of which the first may fall into the wait: the second is late enough to
 *    show the last request that routers may have sent. A failed scrape counts as busy.
 * 4. An idle server is told to end here. From vLLM 0.28 on the gauges can still be read then: when
 *    they stay at zero and no client is connected any more, the engine is not left to take itself
 *    apart, which takes 4 to 20 s by the load of the node; the front end exits with 0 as soon as
 *    its engine is gone. Below 0.28 the port is closed, which proves nothing, and nothing is ended.
 *
 * Kubelet sends SIGTERM when the hook returns; the server ignores a second one.
 */
export const drainScript = `
import glob, http.client, os, re, signal, sys, time

port, propagation, bound = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])

${askServer}

${inFlight}

${connected}

${endServer}

LAG, PAUSE = 0.2, 0.5
began = time.monotonic()

def idle():
    return in_flight("running|waiting", 3) == 0

def end_idle_server():
    if not is_server():
        return
    os.kill(1, signal.SIGTERM)
    for _ in range(10):
        time.sleep(LAG)
        if not idle():
            return
        if not connected(LOCAL):
            kill_children((b"VLLM::EngineCore", b"VLLM::Worker"))
            return

if ask("/health", 3)[0] in (0, 503):
    end_server()
    sys.exit()
settled = began + propagation + LAG
time.sleep(max(0, settled - PAUSE - time.monotonic()))
readings = 0
while time.monotonic() < settled + bound:
    readings = readings + 1 if idle() else 0
    if readings > 1 and time.monotonic() > settled:
        end_idle_server()
        break
    time.sleep(PAUSE)
`.trimStart();
