import { hasFlag } from '../engines/vllm/flags';
import type { ModelGeometry } from '../facts/model/geometry';
import type { NodeRow } from '../facts/node-rows';
import { type Candidate, candidateOf } from './candidate';
import { blocksFor } from './kv-blocks';
import { concurrencyAt, GIB } from './memory';
import type { Parallelism } from './parallelism';
import { tensorSizes } from './parallelism-sense';
import type { ParallelismRequest } from './request';
import type { PlanInputs } from './resolve';

/** Pipeline depths tried when no single node holds the model. */
const PIPELINES = [2, 3, 4, 6, 8, 12, 16];

/** Every candidate worth comparing: the stated parallelism, or all that divide the heads. */
export function candidates(inputs: PlanInputs, model: ModelGeometry): Candidate[] {
  const { parallelism } = inputs.request;
  if (isStated(parallelism)) {
    const layout = complete(parallelism);
    return wideNodes(inputs.nodes, layout).map((node) => candidateOf(inputs, model, node, layout));
  }
  return inputs.nodes.flatMap((node) =>
    openLayouts(inputs, model, node, parallelism ?? {}).map((layout) =>
      candidateOf(inputs, model, node, layout),
    ),
  );
}

/** All-reduces belong on one machine: those too small count only where no machine is large enough. */
function wideNodes(nodes: readonly NodeRow[], { tensor }: Parallelism): readonly NodeRow[] {
  const wide = nodes.filter(({ gpus }) => gpus >= tensor);
  return wide.length > 0 ? wide : nodes;
}

/**
 * Engines side by side in one node that share the experts of a mixture: attention and its cache
 * are not sliced further than they divide. Only where nothing of it is stated.
 */
export function expertLayouts(model: ModelGeometry, node: NodeRow): Parallelism[] {
  if (model.parameters.routedExperts === 0) return [];
  return tensorSizes(model, node.gpus / 2).flatMap((tensor) =>
    [2, 4, 8, 16]
      .filter((data) => tensor * data <= node.gpus)
      .map((data) => complete({ tensor, data, expert: true })),
  );
}

/** Whether the pool holds one sequence of the longest context, where the engine insists on it. */
export function fits({ memory, step }: Candidate): boolean {
  // A model known by measurement only was seen to fit.
  if (step.model.layers.length === 0) return true;
  const isHeld = concurrencyAt(memory.pool, memory.maxModelLen) >= 1;
  return memory.kvCacheGiB > 0 && (isHeld || !memory.mustHoldContext);
}

/** Less is within the error of the budget: such a pool may not be there at all. */
const ROOM_GIB = 1;

/** Whether the pool is large enough to count on. */
export function isRoomy(candidate: Candidate): boolean {
  const { memory, step } = candidate;
  return fits(candidate) && (step.model.layers.length === 0 || memory.kvCacheGiB >= ROOM_GIB);
}

/** GiB a GPU lacks until one sequence of the longest context fits; 0 where it does. */
export function missingGiB(candidate: Candidate): number {
  if (fits(candidate)) return 0;
  const { memory } = candidate;
  const { pool, maxModelLen, kvCacheGiB } = memory;
  const needed = (blocksFor(pool, maxModelLen) * pool.blockBytes) / GIB;
  return Math.max(needed - kvCacheGiB, 0.01);
}

function isStated(stated: ParallelismRequest | undefined): stated is ParallelismRequest {
  return stated?.tensor !== undefined || stated?.pipeline !== undefined;
}

function complete(stated: ParallelismRequest): Parallelism {
  const { tensor = 1, pipeline = 1, data = 1, expert = false, decodeContext = 1 } = stated;
  return { tensor, pipeline, data, expert, decodeContext };
}

/** Within a node by tensor parallelism; over nodes by pipelines of full nodes. */
function openLayouts(
  inputs: PlanInputs,
  model: ModelGeometry,
  node: NodeRow,
  stated: ParallelismRequest,
): Parallelism[] {
  const sizes = tensorSizes(model, node.gpus);
  const within = sizes.map((tensor) => complete({ ...stated, tensor }));
  const widest = within[within.length - 1];
  // Groups of small machines lose to one group of large ones: more hops, thinner fabric.
  if (node.gpus < Math.max(...inputs.nodes.map(({ gpus }) => gpus))) return within;
  if (isRoomy(candidateOf(inputs, model, node, widest))) return within;
  if (!hasFlag('--nnodes', inputs.engine.version)) return within;
  const over = PIPELINES.map((pipeline) => ({ ...widest, pipeline }));
  const first = over.findIndex((layout) => isRoomy(candidateOf(inputs, model, node, layout)));
  return [...within, ...over.slice(0, first < 0 ? 1 : first + 1)];
}
