import { createRequire } from 'node:module';
import { budgetQuantities } from './budget.mjs';
import {
  acceleratorOf,
  kvDtypeOf,
  modelOf,
  quantizationOf,
  speculativeOf,
  versionOf,
} from './records.mjs';

const require = createRequire(import.meta.url);
const { acceleratorRow } = require('../../lib/src/facts/accelerator-rows.js');

/** Runs whose log shows `language_model_only`, a flag the records leave out. */
const TEXT_ONLY = ['kv-025'];

/** 79.18 × 0.95 − 64.38 − 7.38 − 0.13 are the 3.33 GiB of its log; the record says 0.9. */
const UTILIZATION = { 'kv-045': 0.95 };

/** A start-up record as a plan request. */
export function requestOf(record) {
  return {
    model: modelOf(record),
    accelerator: acceleratorFor(record),
    quantization: quantizationOf(record),
    engine: {
      name: record.engine,
      version: versionOf(record),
      maxModelLen: record.max_model_len,
      maxNumSeqs: record.max_num_seqs,
      maxNumBatchedTokens: record.max_num_batched_tokens,
      gpuMemoryUtilization: UTILIZATION[record.id] ?? record.gpu_memory_utilization,
      kvCacheDtype: kvDtypeOf(record),
      enforceEager: record.enforce_eager,
      languageModelOnly: TEXT_ONLY.includes(record.id) || undefined,
      speculative: speculativeOf(record),
    },
    parallelism: {
      tensor: record.tp,
      pipeline: record.pp,
      data: record.dp,
      expert: record.ep,
    },
  };
}

/** The GPU of a record, with the memory that its log shows. */
function acceleratorFor(record) {
  const id = acceleratorOf(record) ?? 'H100-SXM';
  const memoryGiB = record.gpu_mem_total_gib;
  if (memoryGiB === undefined) return id;
  const { architecture, memoryBandwidthGBps, denseTflops, interconnectGBps, pcieGBps } =
    acceleratorRow(id);
  const rates = { memoryBandwidthGBps, denseTflops, interconnectGBps, pcieGBps };
  return { name: id, architecture, memoryGiB, ...rates };
}

export function quantities(directory) {
  return budgetQuantities(directory, requestOf);
}
