import { connected } from './connection';
import { endServer } from './end-server';

// The connection is the leader's identity. Every rank keeps one TCP connection to the rendezvous
// store on the leader's master port for as long as the process group lives, so the kernel says
// when that very leader is gone. Its name says nothing: the next leader answers to the same DNS
// name within half a second, while this worker still has its grace period to go.

/** Startup and liveness probe of a worker, which serves no HTTP: `MASTER_PORT`. */
export const workerProbeScript = `
import os, sys

port = int(sys.argv[1])

${connected}

if not connected(REMOTE):
    sys.exit("no connection to the leader")
`.trimStart();

/**
 * preStop hook of a worker: `MASTER_PORT BOUND`. The group serves only while its leader drains, so
 * the worker stays until that leader is gone, with a hard limit in case a lost node never closes
 * the connection. Then it is ended at once: a headless worker does not end by itself, takes 11 s
 * after SIGTERM, and StatefulSet back-off makes the next group pay up to twice for each second.
 */
export const workerDrainScript = `
import glob, os, signal, sys, time

port, bound = int(sys.argv[1]), float(sys.argv[2])

${connected}

${endServer}

deadline = time.monotonic() + bound
while connected(REMOTE) and time.monotonic() < deadline:
    time.sleep(0.25)
end_server()
`.trimStart();
