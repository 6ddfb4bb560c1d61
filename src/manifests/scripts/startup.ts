import { askServer, completeOneToken } from './ask-server';

/**
 * Startup probe of a leader: `PORT TIMEOUT MODEL`. Listening is not being warm: the first
 * completion on cold caches took 2 to 33 s on vLLM 0.11 to 0.30 (kernels built at first use), so
 * the probe pays for it before a client does. It leaves no mark in /tmp: a startup probe ends with
 * its first success anyway, and a mark would outlive the container and skip the next warm-up.
 */
export const startupScript = `
import http.client, json, os, sys

port, timeout, model = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]

${askServer}

${completeOneToken}

status, _ = ask("/health", timeout)
if status != 200:
    sys.exit(f"/health answered {status}")
complete(model, timeout)
`.trimStart();
