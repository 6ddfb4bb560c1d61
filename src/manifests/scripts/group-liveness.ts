import { askServer, completeOneToken, inFlight } from './ask-server';

/**
 * Liveness probe of a leader with workers: `PORT TIMEOUT MODEL`. A leader does not notice a dead
 * worker: /health stays 200 until a request arrives, and that request fails. So an idle group is
 * tried with one token; a group at work has its requests for that, and only /health is asked.
 */
export const groupLivenessScript = `
import http.client, json, os, re, sys

port, timeout, model = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]

${askServer}

${inFlight}

${completeOneToken}

status, _ = ask("/health", timeout)
if status != 200:
    sys.exit(f"/health answered {status}")
if in_flight("running", timeout) == 0:
    complete(model, timeout)
`.trimStart();
