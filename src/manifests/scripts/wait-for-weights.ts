/**
 * Init container of a pod whose claim is being filled: `MARKER SECONDS FILLER`. It ends with the
 * marker, or says after SECONDS whom to look at; the kubelet then starts it again.
 */
export const waitForWeightsScript = `
import os, sys, time

marker, bound, filler = sys.argv[1], float(sys.argv[2]), sys.argv[3]
deadline = time.monotonic() + bound
while not os.path.exists(marker):
    if time.monotonic() > deadline:
        sys.exit(f"no {marker} after {bound:.0f} s: see {filler}")
    time.sleep(min(2, bound))
`.trimStart();
