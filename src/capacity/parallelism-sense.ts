import type { ModelGeometry } from '../facts/model/geometry';
import type { Violation } from '../violations';
import type { ParallelismRequest } from './request';

/** Tensor-parallel sizes worth proposing: no machine has more GPUs on one fabric. */
const SIZES = [1, 2, 4, 8, 16, 32, 64];

/** Sizes that the engine refuses for this model, each with the nearest that it takes. */
export function parallelismViolations(
  stated: ParallelismRequest,
  model: ModelGeometry,
): Violation[] {
  return [
    ...tensorViolations(stated, model),
    ...pipelineViolations(stated, model),
    ...decodeContextViolations(stated, model),
  ];
}

/** vLLM shards whole heads, and repeats key/value heads only as often as tensor divides evenly. */
function tensorViolations({ tensor = 1 }: ParallelismRequest, model: ModelGeometry): Violation[] {
  if (tensorFits(model, tensor)) return [];
  const sizes = tensorSizes(model, SIZES[SIZES.length - 1]);
  return [
    {
      path: '/parallelism/tensor',
      value: tensor,
      allowed: `one of ${sizes.join(', ')}: the model has ${model.queryHeads} query and ${model.kvHeads} key/value heads`,
      fix: `state ${nearest(sizes, tensor)}, or leave parallelism out`,
    },
  ];
}

function pipelineViolations(
  { pipeline = 1 }: ParallelismRequest,
  { layers }: ModelGeometry,
): Violation[] {
  if (pipeline <= layers.length) return [];
  return [
    {
      path: '/parallelism/pipeline',
      value: pipeline,
      allowed: `at most ${layers.length}, the number of layers`,
      fix: 'lower it, or leave parallelism out',
    },
  ];
}

/**
 * Ranks that hold the same heads can share the tokens instead: all of them with latent attention,
 * those beyond the key/value heads otherwise (`verify_with_parallel_config`, vLLM 0.25 to 0.32).
 */
function decodeContextViolations(
  { tensor = 1, decodeContext = 1 }: ParallelismRequest,
  model: ModelGeometry,
): Violation[] {
  if (decodeContext === 1 || !tensorFits(model, tensor)) return [];
  const sizes = sharingSizes(model, tensor);
  if (sizes.includes(decodeContext)) return [];
  return [
    {
      path: '/parallelism/decodeContext',
      value: decodeContext,
      allowed: `one of ${sizes.join(', ')}: ${sharingReason(model, tensor)}`,
      fix: `state ${nearest(sizes, decodeContext)}, or leave it out`,
    },
  ];
}

function sharingReason(model: ModelGeometry, tensor: number): string {
  if (!sharesTokens(model)) return 'windows and states are not shared between ranks';
  const heads = isLatent(model) ? 'one latent' : `${model.kvHeads} key/value heads`;
  return `it regroups the ranks of parallelism.tensor (${tensor}) that hold a copy of ${heads}`;
}

/** Only caches of the whole context are dealt out: single_type_kv_cache_manager.py of 0.32.0. */
function sharesTokens({ layers }: ModelGeometry): boolean {
  return layers.every(({ attention: { kind } }) => ['full', 'mla', 'none'].includes(kind));
}

function sharingSizes(model: ModelGeometry, tensor: number): number[] {
  if (!sharesTokens(model)) return [1];
  const copies = isLatent(model) ? tensor : Math.floor(tensor / Math.max(1, model.kvHeads));
  const grouped = isLatent(model) ? 0 : model.queryHeads / Math.max(1, model.kvHeads);
  return Array.from({ length: Math.max(1, copies) }, (_, index) => index + 1).filter(
    (size) => copies % size === 0 && tensor % size === 0 && grouped % size === 0,
  );
}

function isLatent({ layers }: ModelGeometry): boolean {
  return layers.some(({ attention }) => attention.kind === 'mla');
}

function nearest(sizes: readonly number[], wanted: number): number {
  return [...sizes].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
}

/** Whether vLLM starts this model at that tensor-parallel size. */
export function tensorFits({ queryHeads, kvHeads }: ModelGeometry, tensor: number): boolean {
  if (queryHeads % tensor !== 0) return false;
  if (kvHeads === 0) return true;
  return kvHeads % tensor === 0 || tensor % kvHeads === 0;
}

/** Powers of two up to `limit` at which vLLM starts this model. */
export function tensorSizes(model: ModelGeometry, limit: number): number[] {
  return SIZES.filter((size) => size <= limit && tensorFits(model, size));
}
