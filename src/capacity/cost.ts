import type { AcceleratorPrice, AcceleratorRow } from '../facts/accelerator-rows';
import type { NodeRow } from '../facts/node-rows';
import type { CostPlan } from './answer';
import type { PricesRequest } from './request';

/** USD of one GPU for one hour, and where the figure is from. */
export interface GpuPrice {
  readonly usdPerGpuHour: number;
  readonly source: string;
  /** stated, published for this very machine, or assumed from another. */
  readonly kind: 'stated' | 'published' | 'assumed';
}

const HOURS_PER_MONTH = 730;

/** Stated price, else the node's, else a published one of the accelerator. */
export function gpuPrice(
  prices: PricesRequest | undefined,
  node: NodeRow,
  accelerator: AcceleratorRow,
): GpuPrice | undefined {
  if (prices?.usdPerGpuHour !== undefined) {
    const source = prices.source ?? 'stated';
    return { usdPerGpuHour: prices.usdPerGpuHour, source, kind: 'stated' };
  }
  if (node.usdPerHour !== undefined) {
    return {
      usdPerGpuHour: node.usdPerHour / node.gpus,
      source: `${node.id} / ${node.gpus}; ${node.priceSource ?? 'stated'} (${node.priceDate ?? 'stated'})`,
      kind: node.priceSource === undefined ? 'stated' : 'published',
    };
  }
  const published = publishedPrice(node, accelerator);
  if (!published) return undefined;
  return {
    usdPerGpuHour: published.usdPerGpuHour,
    source: `another machine: ${published.where}; ${published.source} (${published.date})`,
    kind: 'assumed',
  };
}

const CLOUDS = ['aws', 'gcp', 'azure'];

/** The node's own cloud first; for machines elsewhere whoever is no cloud, whose lists are dearer. */
function publishedPrice(
  { provider }: NodeRow,
  { prices }: AcceleratorRow,
): AcceleratorPrice | undefined {
  const of = ({ where }: AcceleratorPrice): string | undefined =>
    CLOUDS.find((cloud) => where.toLowerCase().startsWith(cloud));
  const wanted = CLOUDS.includes(provider) ? provider : undefined;
  return prices.find((price) => of(price) === wanted) ?? prices[0];
}

export interface CostInputs {
  readonly usdPerGpuHour: number;
  readonly gpusPerReplica: number;
  readonly minReplicas: number;
  readonly meanReplicas: number;
  readonly maxReplicas: number;
  readonly meanRequestsPerSecond: number;
  readonly maxRequestsPerSecond: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of engine time that prompts take. */
  readonly prefillShare: number;
}

/** Cost of GPUs; what a token costs at the mean load, idle replicas included. */
export function fleetCost(inputs: CostInputs): CostPlan {
  const perReplica = inputs.usdPerGpuHour * inputs.gpusPerReplica;
  const mean = perReplica * inputs.meanReplicas;
  const requests = inputs.meanRequestsPerSecond * 3600;
  const perMillion = (usd: number, tokens: number): number => (usd / (requests * tokens)) * 1e6;
  const capacity = inputs.meanReplicas * inputs.maxRequestsPerSecond;
  return {
    usdPerHourAtMin: perReplica * inputs.minReplicas,
    usdPerHourMean: mean,
    usdPerHourAtMax: perReplica * inputs.maxReplicas,
    usdPerMonthMean: mean * HOURS_PER_MONTH,
    idleShare: Math.max(0, 1 - inputs.meanRequestsPerSecond / capacity),
    usdPerMillionInputTokens: perMillion(mean * inputs.prefillShare, inputs.inputTokens),
    usdPerMillionOutputTokens: perMillion(mean * (1 - inputs.prefillShare), inputs.outputTokens),
    usdPerMillionTokensBlended: perMillion(mean, inputs.inputTokens + inputs.outputTokens),
  };
}
