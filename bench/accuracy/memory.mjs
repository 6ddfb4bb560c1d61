import {
  acceleratorOf,
  answer,
  modelOf,
  quantizationOf,
  readRecords,
  versionOf,
} from './records.mjs';
import { comparison } from './score.mjs';

/** A start-up record as a plan request. */
export function requestOf(record) {
  return {
    model: modelOf(record),
    accelerator: acceleratorOf(record),
    quantization: quantizationOf(record),
    engine: {
      name: record.engine,
      version: versionOf(record),
      maxModelLen: record.max_model_len,
      maxNumSeqs: record.max_num_seqs,
      maxNumBatchedTokens: record.max_num_batched_tokens,
      gpuMemoryUtilization: record.gpu_memory_utilization,
      kvCacheDtype: record.kv_cache_dtype,
      enforceEager: record.enforce_eager,
    },
    parallelism: {
      tensor: record.tp,
      pipeline: record.pp,
      data: record.dp,
      expert: record.ep,
    },
  };
}

export function quantities(directory) {
  const records = readRecords(directory, 'kv');
  const weights = { quantity: 'weights GiB per GPU', bar: '', comparisons: [], skipped: [] };
  for (const record of records) {
    if (record.weights_mem_gib_per_gpu === undefined) continue;
    if (!modelOf(record) || !acceleratorOf(record)) {
      weights.skipped.push({
        id: record.id,
        because: `${record.model} on ${record.gpu} is not in the catalogue`,
      });
      continue;
    }
    const { plan, violations } = answer(requestOf(record));
    if (violations) weights.skipped.push({ id: record.id, because: JSON.stringify(violations) });
    else
      weights.comparisons.push(
        comparison(record.id, record.weights_mem_gib_per_gpu, plan.memory.weightsGiBPerGpu),
      );
  }
  return [weights];
}
