import type { CostPlan } from '../capacity/answer';
import { fleetCost, gpuPrice } from '../capacity/cost';
import { counted, type Ledger, round } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';
import type { Settled } from './scaling-section';

/** GPU cost at minimum, mean and maximum; absent where no price is known. */
export function costSection(
  inputs: PlanInputs,
  plan: Settled,
  ledger: Ledger,
): CostPlan | undefined {
  const { candidate, load, rates, fleet, replica } = plan;
  const price = gpuPrice(inputs.request.prices, candidate.node, inputs.accelerator);
  if (!price) {
    ledger.warn(
      'no-price',
      '/prices/usdPerGpuHour',
      `no price of ${inputs.accelerator.id} is known`,
      'state prices.usdPerGpuHour',
    );
    return undefined;
  }
  const meanReplicas = fleet.gpusAtMean / candidate.gpus;
  const prompt = load.inputTokens * (1 - load.cachedInputShare);
  // A fleet pinned too small serves what it can; tokens that nobody gets cost nothing.
  const served = Math.min(load.mean, meanReplicas * replica.maxRequestsPerSecond);
  const perRank = served / meanReplicas / candidate.parallelism.data;
  const cost = fleetCost({
    usdPerGpuHour: price.usdPerGpuHour,
    gpusPerReplica: candidate.gpus,
    minReplicas: fleet.minReplicas,
    meanReplicas,
    maxReplicas: fleet.maxReplicas,
    meanRequestsPerSecond: served,
    maxRequestsPerSecond: replica.maxRequestsPerSecond,
    inputTokens: load.inputTokens,
    outputTokens: load.outputTokens,
    prefillShare: Math.min(1, (rates.law.perInputTokenMs * prompt * perRank) / 1000),
  });
  ledger.settle('/cost/usdPerHourMean', cost.usdPerHourMean, {
    unit: 'USD/h',
    kind: price.kind,
    formula: `${meanReplicas} replicas × ${counted(candidate.gpus, 'GPU')} × ${round(price.usdPerGpuHour)} USD at ${round(load.mean)} requests/s`,
    source: price.source,
  });
  return cost;
}
