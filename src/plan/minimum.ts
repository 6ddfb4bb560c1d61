import type { FleetSizes } from '../capacity/fleet';
import { type Ledger, type Origin, round } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { PlanRequest } from '../capacity/request';

/** A replica that fails while it is the only one is an outage of one cold start. */
const WARM_REPLICAS = 2;

/** Replicas that always run: the quietest hour's, two at least, or none where that is stated. */
export function settleMinimum(
  { scaling }: PlanRequest,
  load: Load,
  sizes: FleetSizes,
  origin: Omit<Origin, 'formula'>,
  ledger: Ledger,
): number {
  if (scaling?.scaleToZero) {
    return ledger.settle('/fleet/minReplicas', 0, {
      ...origin,
      formula: 'scale to zero is stated: none while nobody asks, one as soon as somebody does',
    });
  }
  const { minReplicas } = sizes;
  // A floor above the maximum would never be reached.
  const atMost = ledger.pinned('/fleet/maxReplicas') ?? Number.POSITIVE_INFINITY;
  const warm = Math.max(minReplicas, WARM_REPLICAS);
  const quiet = `${minReplicas - load.spareReplicas} for ${round(load.trough)} requests/s in the quietest hour with ${growthWords(load, sizes)}, and ${load.spareReplicas} spare`;
  const kept = warm > minReplicas ? `; at least ${WARM_REPLICAS}, so that one may fail` : '';
  const cut = warm > atMost ? `; at most the pinned maximum of ${atMost}` : '';
  return ledger.settle('/fleet/minReplicas', Math.min(warm, atMost), {
    ...origin,
    formula: `${quiet}${kept}${cut}`,
  });
}

function growthWords({ growth }: Load, sizes: FleetSizes): string {
  if (growth.kind !== 'measured') return `${round(growth.ramp * 60)} more a minute`;
  return `${round(sizes.growth)} more while a replica starts`;
}
