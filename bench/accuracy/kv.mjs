import { createRequire } from 'node:module';
import { requestOf } from './memory.mjs';
import { acceleratorOf, answer, modelOf, readRecords } from './records.mjs';
import { comparison } from './score.mjs';

const require = createRequire(import.meta.url);
const { modelById } = require('../../lib/src/facts/model/catalogue.js');

/** Logs print GiB with two digits: the pool was anything that rounds to them. */
const ROUNDING_GIB = 0.005;
/** And concurrency with two digits. */
const ROUNDING_SEQUENCES = 0.005;

const QUANTITIES = [
  {
    quantity: 'KV tokens or concurrency given the KV GiB, DeepSeek-V4',
    bar: 'within 15 %',
    holds: (kinds) => kinds.includes('compressed'),
  },
  {
    quantity: 'the same, hybrid and sliding-window',
    bar: 'all within 0.5 %',
    holds: (kinds) => kinds.some((kind) => !['full', 'mla', 'none'].includes(kind)),
  },
  { quantity: 'the same, dense, MoE and MLA', bar: '97 % within 0.25 %', holds: () => true },
];

/** Speculation as a record tells it: `mtp n=4`, or the engine's own line. */
function speculativeOf({ speculative }) {
  if (speculative === undefined) return undefined;
  const method = speculative.match(/dflash|eagle3|eagle|mtp/i)?.[0].toLowerCase();
  const tokens = speculative.match(/n(?:um_speculative_tokens)?=(\d+)/)?.[1];
  return method && { method, tokens: Number(tokens ?? 1) };
}

const UNSTATED = /^auto|\(/;

/** Settings that a record leaves out and its log states, or the checkpoint of its model. */
const IN_ITS_LOG = {
  'kv-025': { prefixCaching: true },
  'kv-029': { speculative: { method: 'mtp', tokens: 3 } },
  'kv-030': { speculative: { method: 'mtp', tokens: 3 } },
  'kv-031': { speculative: { method: 'mtp', tokens: 3 }, kvCacheDtype: 'fp8' },
  'kv-068': { version: '0.11.2', decodeContext: 8 },
  'kv-084': { prefixCaching: true },
  // A fork of the week of its folder's date, 2026-05-13, between the releases 0.20.2 and 0.21.0.
  'kv-089': { version: '0.21.0' },
  'kv-090': { version: '0.21.0' },
  'kv-091': { version: '0.21.0' },
  'kv-092': { version: '0.21.0' },
  'kv-108': { prefixCaching: true },
  'kv-109': { prefixCaching: true },
};

/** The plan's request of a record, with the KV cache at `gib` on each GPU. */
function requestAt(record, gib) {
  const request = requestOf(record);
  const dtype = record.kv_cache_dtype;
  const { decodeContext, ...settings } = IN_ITS_LOG[record.id] ?? {};
  return {
    ...request,
    engine: {
      ...request.engine,
      kvCacheDtype: dtype === undefined || UNSTATED.test(dtype) ? 'auto' : dtype,
      blockSize: record.block_size,
      maxModelLen: record.max_concurrency_at_len ?? record.max_model_len,
      speculative: speculativeOf(record),
      ...settings,
    },
    parallelism: { ...request.parallelism, decodeContext },
    measured: { kvCacheGiBPerGpu: gib },
  };
}

/** What a record measured, and where the plan says it; concurrency first, as it is a rate of all. */
function measuredOf(record) {
  const { max_concurrency_x: sequences, num_gpu_blocks: blocks, kv_cache_tokens: tokens } = record;
  return [
    sequences && ['concurrency', sequences, ROUNDING_SEQUENCES, (memory) => memory.maxConcurrency],
    blocks && ['blocks', blocks, 0, (memory) => memory.blocks],
    tokens && ['tokens', tokens, 0, (memory) => memory.kvCacheTokens],
  ].filter(Boolean);
}

/** The nearest that rounding allows. */
const nearest = (measured, low, high) => Math.min(Math.max(measured, low), high);

/** How the layers of a record's model attend. */
const kindsOf = (record) =>
  modelById(modelOf(record)).layers.map(({ attention }) => attention.kind);

function compare(record, quantity) {
  const gib = record.available_kv_mem_gib_per_gpu;
  const answers = [gib - ROUNDING_GIB, gib, gib + ROUNDING_GIB].map((each) =>
    answer(requestAt(record, each)),
  );
  const violations = answers.find((each) => each.violations)?.violations;
  if (violations) {
    quantity.skipped.push({ id: record.id, because: JSON.stringify(violations) });
    return;
  }
  for (const [name, measured, rounding, read] of measuredOf(record)) {
    const [low, , high] = answers.map(({ plan }) => read(plan.memory));
    quantity.comparisons.push(
      comparison(
        `${record.id} ${name}`,
        measured,
        nearest(measured, low - rounding, high + rounding),
      ),
    );
  }
}

export function quantities(directory) {
  const all = QUANTITIES.map((each) => ({ ...each, comparisons: [], skipped: [] }));
  for (const record of readRecords(directory, 'kv')) {
    if (!(record.available_kv_mem_gib_per_gpu > 0) || measuredOf(record).length === 0) continue;
    if (!modelOf(record) || !acceleratorOf(record)) {
      all.at(-1).skipped.push({ id: record.id, because: `${record.model} on ${record.gpu}` });
      continue;
    }
    const kinds = kindsOf(record);
    compare(
      record,
      all.find(({ holds }) => holds(kinds)),
    );
  }
  return all;
}
