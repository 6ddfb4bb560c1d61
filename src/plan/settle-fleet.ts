import type { Ledger } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { RateLimit } from '../capacity/max-rate';
import type { PlanInputs } from '../capacity/resolve';
import { fleetSection, replicaSection, settleRate } from './fleet-section';
import { fleetWarnings } from './fleet-warnings';
import { heldReplicas } from './held-replicas';
import { historyEvidence } from './history-section';
import type { Settled } from './scaling-section';
import { type Selection, sizesFor } from './select';

/** Replica and fleet; undefined, with a warning, where memory or objectives are out of reach. */
export function settleFleet(
  inputs: PlanInputs,
  { chosen }: Pick<Selection, 'chosen'>,
  load: Load,
  ledger: Ledger,
  timing: Pick<Settled, 'coldStart' | 'drain'>,
): Settled | undefined {
  const { candidate, rates } = chosen;
  if (!rates) return undefined;
  const perReplica = settleRate(inputs, candidate, rates, load, ledger);
  const sizes = sizesFor(inputs, load, rates, {
    perReplica,
    coldStartSeconds: timing.coldStart.seconds,
  });
  if (!sizes) {
    warnUnreachable(rates.limit, load, ledger);
    return undefined;
  }
  historyEvidence(inputs, load, sizes, ledger);
  const replica = replicaSection(inputs, candidate, load, rates, sizes, perReplica, ledger);
  const bounds = fleetSection(inputs, candidate, load, sizes, perReplica, ledger);
  const held = heldReplicas(inputs, candidate, load, rates, replica, bounds, load.mean);
  const fleet = { ...bounds, gpusAtMean: held * candidate.gpus };
  const settled = { candidate, load, rates, sizes, replica, fleet, ...timing };
  fleetWarnings(inputs, settled, ledger);
  return settled;
}

function warnUnreachable({ unloaded }: RateLimit, load: Load, ledger: Ledger): void {
  const words = {
    timeToFirstTokenP95Ms: 'to its first token',
    timePerOutputTokenP95Ms: 'a token',
  } as const;
  for (const key of ['timeToFirstTokenP95Ms', 'timePerOutputTokenP95Ms'] as const) {
    const least = Math.ceil(unloaded[key]);
    if (least <= load.objectives[key]) continue;
    ledger.warn(
      'objectives-out-of-reach',
      `/objectives/${key}`,
      `a lone request takes ${least} ms ${words[key]} (p95), the objective is ${load.objectives[key]} ms`,
      `state more than ${least} ms, widen tensor parallelism or choose a faster accelerator`,
    );
  }
}
