import { acceleratorOf, modelOf, quantizationOf, versionOf } from './records.mjs';

/** InferenceX draws lengths between 80 and 100 % of what its tables say. */
const DRAWN = 0.9;
const isDrawn = ({ sweep_id: sweep = '' }) => sweep.startsWith('infx-');

/** Mean lengths of a load point. */
export function lengthsOf(record) {
  const scale = isDrawn(record) && record.length_kind !== 'fixed' ? DRAWN : 1;
  return {
    inputTokens: Math.max(1, Math.round(record.isl * scale)),
    outputTokens: Math.max(1, Math.round(record.osl * scale)),
  };
}

/** Time per output token of a load point, the mean where a record has it. */
export const timePerOutputTokenOf = (record) =>
  record.mean_tpot_ms ?? record.mean_itl_ms ?? record.median_tpot_ms ?? record.median_itl_ms;

export const timeToFirstTokenOf = (record) => record.mean_ttft_ms ?? record.median_ttft_ms;

/** Engines that a request does not name yet are planned as vLLM of its default version. */
const isVllm = ({ engine }) => engine === 'vllm';

/** A build from a checkout without tags calls itself 0.1.dev…, and is none of the releases. */
const isUntagged = ({ engine_version: version = '' }) => version.startsWith('0.1.dev');

/** The server of a load point as a plan request; undefined where its model or GPU is not known. */
export function requestOf(record) {
  const model = modelOf(record);
  const accelerator = acceleratorOf(record);
  if (!model || !accelerator) return undefined;
  return {
    model,
    accelerator,
    quantization: quantizationOf(record),
    engine: {
      version: isVllm(record) && !isUntagged(record) ? versionOf(record) : undefined,
      maxModelLen: record.max_model_len,
      maxNumSeqs: record.max_num_seqs,
      maxNumBatchedTokens: record.max_num_batched_tokens,
      gpuMemoryUtilization: record.gpu_memory_utilization,
      kvCacheDtype: record.kv_cache_dtype,
    },
    parallelism: {
      tensor: record.tp,
      pipeline: record.pp,
      data: record.dp,
      expert: record.ep === true ? true : undefined,
    },
  };
}
