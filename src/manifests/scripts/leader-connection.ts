import { endServer } from './end-server';

/**
 * `connected()`: whether a worker holds a connection to its own leader.
 *
 * The connection is the leader's identity. Every rank keeps one TCP connection to the rendezvous
 * store on the leader's master port for as long as the process group lives, so the kernel says
 * when that very leader is gone. Its name says nothing: the next leader answers to the same DNS
 * name within half a second, while this worker still has its grace period to go.
 */
const connected = `
def connected():
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not os.path.exists(table):
            continue
        with open(table) as lines:
            for _, _, remote, state, *_ in map(str.split, list(lines)[1:]):
                if state == "01" and int(remote.split(":")[1], 16) == port:
                    return True
    return False
`.trim();

/** Startup and liveness probe of a worker, which serves no HTTP: `MASTER_PORT`. */
export const workerProbeScript = `
import os, sys

port = int(sys.argv[1])

${connected}

if not connected():
    sys.exit("no connection to the leader")
`.trimStart();

/**
 * preStop hook of a worker: `MASTER_PORT BOUND`. The group serves only while its leader drains, so
 * the worker stays until that leader is gone, with a hard limit in case a lost node never closes
 * the connection. Then it is ended at once: a headless worker does not end by itself, takes 11 s
 * after SIGTERM, and StatefulSet back-off makes the next group pay up to twice for each second.
 */
export const workerDrainScript = `
import glob, os, resource, signal, sys, time

port, bound = int(sys.argv[1]), float(sys.argv[2])

${connected}

${endServer}

deadline = time.monotonic() + bound
while connected() and time.monotonic() < deadline:
    time.sleep(0.25)
end_server()
`.trimStart();
