import { acceleratorOf, modelOf, quantizationOf, versionOf } from './records.mjs';

/** InferenceX draws lengths between 80 and 100 % of what its tables say. */
const DRAWN = 0.9;
const isDrawn = ({ sweep_id: sweep, length_kind: kind }) =>
  sweep.startsWith('infx-') && kind !== 'fixed';

const ENGINES = ['vllm', 'sglang', 'tensorrt-llm', 'NVIDIA NIM'];

/** Why a load point cannot be planned, undefined where it can. */
export function unplannable(record) {
  if (!modelOf(record)) return `${record.model} is not in the catalogue`;
  if (!acceleratorOf(record)) return `${record.gpu} is not in the catalogue`;
  if (!ENGINES.includes(record.engine)) return `engine ${record.engine}`;
  if (record.disaggregated) return 'prefill and decode on different replicas';
  return undefined;
}

/** The lengths of a point as they were measured. */
export function lengthsOf(record) {
  const share = isDrawn(record) ? DRAWN : 1;
  return {
    inputTokens: Math.max(1, record.isl * share),
    outputTokens: Math.max(1, record.osl * share),
  };
}

/** Time per output token of a load point, the mean where a record has it. */
export const timePerOutputTokenOf = (record) =>
  record.mean_tpot_ms ?? record.mean_itl_ms ?? record.median_tpot_ms ?? record.median_itl_ms;

export const timeToFirstTokenOf = (record) => record.mean_ttft_ms ?? record.median_ttft_ms;

/** The server of a load point as a plan request. */
export function serverOf(record) {
  const { dp = 1 } = record;
  return {
    model: modelOf(record),
    accelerator: acceleratorOf(record),
    quantization: quantizationOf(record),
    engine: {
      name: record.engine,
      version: versionOf(record),
      maxNumSeqs: record.max_num_seqs,
      maxNumBatchedTokens: record.max_num_batched_tokens,
      gpuMemoryUtilization: record.gpu_memory_utilization,
      ...(/fp8/.test(record.kv_cache_dtype ?? '') && { kvCacheDtype: 'fp8' }),
      ...(record.speculative_decoding && speculation(record)),
    },
    // Attention data parallelism divides the GPUs that the tables call tensor-parallel.
    parallelism: {
      tensor: Math.max(1, record.tp / dp),
      pipeline: record.pp,
      data: dp,
      expert: record.ep,
    },
  };
}

function speculation({ speculative_decoding: spec }) {
  const text = typeof spec === 'string' ? spec : JSON.stringify(spec);
  const tokens = Number(
    /(?:num_speculative_tokens|draft[_ ]tokens|num_steps|mtp)\D{0,4}(\d)/i.exec(text)?.[1] ?? 1,
  );
  return { speculative: { method: 'mtp', tokens } };
}

/** A closed-loop point as an operating point. */
export function closedLoopOf(record) {
  return {
    ...lengthsOf(record),
    concurrency: record.max_concurrency,
    numPrompts: record.num_prompts,
  };
}
