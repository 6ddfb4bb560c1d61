/**
 * Init container of a pod whose claim is being filled: `MARKER SECONDS FILLER STATUS`. It ends with
 * the marker, or says after SECONDS whom to look at and ends with STATUS; the kubelet or a Job then
 * starts it again.
 */
export const waitForWeightsScript = `
import os, sys, time

marker, bound, filler, status = sys.argv[1], float(sys.argv[2]), sys.argv[3], int(sys.argv[4])
deadline = time.monotonic() + bound
while not os.path.exists(marker):
    if time.monotonic() > deadline:
        print(f"no {marker} after {bound:.0f} s: see {filler}", file=sys.stderr)
        sys.exit(status)
    time.sleep(min(2, bound))
`.trimStart();
