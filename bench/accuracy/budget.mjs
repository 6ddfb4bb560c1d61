import { createRequire } from 'node:module';
import { acceleratorOf, answer, modelOf, readRecords } from './records.mjs';
import { comparison } from './score.mjs';

const require = createRequire(import.meta.url);
const { modelById } = require('../../lib/src/facts/model/catalogue.js');

const GIB = 2 ** 30;
const KV_GIB = '/memory/kvCacheGiBPerGpu';
/** Formats of less than a byte a parameter. */
const FOUR_BITS = ['int4', 'mxfp4', 'nvfp4'];

/** Runs whose weights no name and no field of the record tells. */
const UNKNOWN_WEIGHTS = {
  'kv-093': 'the 2026-07 revision holds 7 GiB that its configuration does not show',
  'st-061': 'whether the draft layer was loaded is not recorded',
};

/** Weights per GPU, KV GiB from the flags alone, and whether a configuration fits. */
export function budgetQuantities(directory, requestOf) {
  const starts = readRecords(directory, 'kv');
  const others = readRecords(directory, 'startup').filter(isOwnStart(starts));
  const weights = [...starts, ...others].filter((each) => each.weights_mem_gib_per_gpu);
  const kv = starts.map((record) => ({ record, gib: kvGiBOf(record) })).filter(({ gib }) => gib);
  const stated = ({ record }) => record.max_num_seqs !== undefined;
  return [
    compare('weights GiB per GPU, bf16 and fp8', 'all within 1.5 %', weights, weightsOf, false),
    compare('weights GiB per GPU, 4-bit', 'all within 3 %', weights, weightsOf, true),
    compareKv('KV GiB from flags, max_num_seqs stated', 'all within 3 %', kv.filter(stated)),
    compareKv(
      'KV GiB from flags, default max_num_seqs',
      'median within 2 %',
      kv.filter((each) => !stated(each)),
    ),
    fits(starts),
  ];

  function compare(quantity, bar, records, read, fourBits) {
    const result = { quantity, bar, comparisons: [], skipped: [] };
    for (const record of records) {
      const plan = planned(record, result.skipped);
      if (!plan || FOUR_BITS.includes(plan.choice.quantization) !== fourBits) continue;
      result.comparisons.push(comparison(record.id, ...read(record, plan)));
    }
    return result;
  }

  function compareKv(quantity, bar, rows) {
    const result = { quantity, bar, comparisons: [], skipped: [] };
    for (const { record, gib } of rows) {
      const plan = versioned(record, result.skipped);
      if (!plan || gib <= 0) continue;
      const value = typeof gib === 'number' ? gib : (gib.tokens * bytesPerToken(plan)) / GIB;
      const { low, high } = plan.evidence.find(({ quantity }) => quantity === KV_GIB);
      result.comparisons.push(
        comparison(record.id, value, plan.memory.kvCacheGiBPerGpu, [low, high]),
      );
    }
    return result;
  }

  function fits(records) {
    const result = { quantity: 'fits', bar: 'every record', comparisons: [], skipped: [] };
    for (const record of records) {
      const plan = versioned(record, result.skipped);
      if (!plan) continue;
      const ran = !(record.available_kv_mem_gib_per_gpu <= 0 || record.max_concurrency_x < 1);
      result.comparisons.push(
        comparison(record.id, ran ? 1 : 2, plan.memory.fits === ran ? (ran ? 1 : 2) : ran ? 2 : 1),
      );
    }
    return result;
  }

  function versioned(record, skipped) {
    if (!lacksVersion(record)) return planned(record, skipped);
    skipped.push({ id: record.id, because: 'no engine version, and its defaults decide' });
    return undefined;
  }

  function planned(record, skipped) {
    const because = unknown(record);
    if (because) return void skipped.push({ id: record.id, because });
    const { plan, violations } = answer(requestOf(record));
    if (violations) skipped.push({ id: record.id, because: JSON.stringify(violations) });
    return plan;
  }
}

function weightsOf(record, plan) {
  return [record.weights_mem_gib_per_gpu, plan.memory.weightsGiBPerGpu];
}

function bytesPerToken(plan) {
  return plan.memory.kvBytesPerTokenPerGpu;
}

/** Stated, or implied by the tokens of a model whose every layer caches every token. */
function kvGiBOf(record) {
  if (record.available_kv_mem_gib_per_gpu !== undefined) return record.available_kv_mem_gib_per_gpu;
  const model = modelById(modelOf(record) ?? '');
  const isDense = model?.layers.every(({ attention }) => ['full', 'mla'].includes(attention.kind));
  if (!isDense || record.kv_cache_tokens === undefined) return undefined;
  return { tokens: record.kv_cache_tokens };
}

/** What a version's defaults decide cannot be compared where no version is known. */
function lacksVersion(record) {
  return record.engine_version === undefined && record.max_num_seqs === undefined;
}

function unknown(record) {
  if (UNKNOWN_WEIGHTS[record.id]) return UNKNOWN_WEIGHTS[record.id];
  if (!modelOf(record)) return `${record.model} is not in the catalogue`;
  if (record.gpu && !acceleratorOf(record)) return `${record.gpu} is not in the catalogue`;
  return undefined;
}

/** Start-up records of runs that the other file does not hold. */
function isOwnStart(starts) {
  const key = ({ model, gpu, engine_version: version, tp }) => [model, gpu, version, tp].join();
  const known = new Set(starts.map(key));
  return (record) => !known.has(key(record)) && (record.gpu ?? record.tp) !== undefined;
}
