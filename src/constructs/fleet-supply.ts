import type { NodeSize, PoolSupply } from '../capacity/fleet-sums';
import { nodeRow } from '../facts/node-rows';
import type { GpuPool } from './gpu-pool';
import type { LlmInferenceService } from './llm-inference-service';

/** A pool in plain numbers. */
export function supplyOf(
  pool: GpuPool,
  path: string,
  services: readonly LlmInferenceService[],
): PoolSupply {
  return {
    name: pool.name,
    path,
    gpus: pool.gpus,
    spotGpus: pool.spotGpus,
    node: pool.node?._size() ?? chosenNode(pool, services),
    spotUsdPerGpuHour: pool._spotUsdPerGpuHour(),
  };
}

/** A pool of an accelerator is what its services chose, where all chose the same machine. */
function chosenNode(pool: GpuPool, services: readonly LlmInferenceService[]): NodeSize | undefined {
  const on = services.filter(({ _claim }) => _claim.pool === pool.name);
  const [id, ...others] = [...new Set(on.map(({ plan }) => plan.choice.node))];
  return id === undefined || others.length > 0 ? undefined : nodeRow(id);
}
