import type { HeadroomPlan } from '../capacity/answer';
import { gpuPrice } from '../capacity/cost';
import { growthOver } from '../capacity/growth';
import { keepsNodes, warmHeadroom } from '../capacity/headroom';
import { counted, type Ledger, round } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';
import type { Settled } from './scaling-section';
import { coldStartOf } from './timing';

/** Nodes kept ready for new replicas, with their price; absent where none are asked for. */
export function headroomSection(
  inputs: PlanInputs,
  { candidate, load, fleet, replica }: Settled,
  ledger: Ledger,
): HeadroomPlan | undefined {
  const mostReplicas = fleet.maxReplicas - fleet.minReplicas;
  if (!keepsNodes(inputs.request.caches ?? {})) return undefined;
  if (mostReplicas === 0) {
    ledger.warn(
      'headroom-without-growth',
      '/caches/node',
      `${counted(fleet.minReplicas, 'replica')} run at all times, so no node is kept for another, and a roll-out finds none either`,
      'leave caches.node out, or let the scaler add replicas',
    );
    return undefined;
  }
  const { refillSeconds } = coldStartOf(inputs, candidate);
  const growth = growthOver(load.growth, refillSeconds);
  const price = gpuPrice(inputs.request.prices, candidate.node, inputs.accelerator);
  const headroom = warmHeadroom({
    growth,
    refillSeconds,
    perReplica: replica.maxRequestsPerSecond,
    mostReplicas,
    gpusPerReplica: candidate.gpus,
    podsPerReplica: candidate.nodes,
    usdPerGpuHour: price?.usdPerGpuHour,
  });
  ledger.settle('/headroom/replicas', headroom.replicas, {
    unit: 'replicas',
    kind: 'derived',
    formula: `${round(growth)} requests/s of growth in the ${round(refillSeconds)} s until a taken node is replaced, ${round(replica.maxRequestsPerSecond)} a replica; at least 1`,
    source: 'a warm node is not a warm replica: weights and compilation take as long as ever',
  });
  if (headroom.usdPerHour !== undefined) {
    ledger.settle('/headroom/usdPerHour', headroom.usdPerHour, {
      unit: 'USD/h',
      kind: price?.kind ?? 'stated',
      formula: `${headroom.gpus} GPUs × ${round(price?.usdPerGpuHour ?? 0)} USD, beside the cost of the fleet`,
      source: price?.source ?? '',
    });
  }
  return headroom;
}
