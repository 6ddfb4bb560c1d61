import {
  acceleratorOf,
  answer,
  modelOf,
  quantizationOf,
  readRecords,
  versionOf,
} from './records.mjs';
import { comparison } from './score.mjs';

/** Decoders inside models that the catalogue lacks: depth and mixture decide a start, not the head. */
const SAME_DECODER = {
  'Qwen/Qwen3-4B': 'Qwen/Qwen3-8B',
  'Qwen/Qwen3-Embedding-8B': 'Qwen/Qwen3-8B',
  'Qwen/Qwen3-VL-30B-A3B-Instruct': 'Qwen/Qwen3-30B-A3B',
  'DeepSeek-R1-Distill-Qwen-14B (path deepseek-r1-14b)': 'Qwen/Qwen2.5-14B-Instruct',
};

/** Logs name the GPU in two of three; which one it is moves a start by a few percent only. */
const UNNAMED_GPU = 'A100-80GB-SXM';

/** A start as a plan request. */
export function requestOf(record) {
  const cached = /^(cached|warm)/.test(record.compile_cache_state ?? '');
  const model = modelOf({ ...record, model: SAME_DECODER[record.model] ?? record.model });
  return {
    model,
    accelerator: record.gpu === undefined ? UNNAMED_GPU : acceleratorOf(record),
    quantization: quantizationOf(record),
    engine: {
      name: record.engine,
      version: versionOf(record),
      enforceEager: record.enforce_eager,
    },
    parallelism: { tensor: record.tp, pipeline: record.pp },
    caches: { weights: 'node-local', compile: cached },
  };
}

/** Seconds of a record by stages of the plan; what a log leaves out is undefined. */
const QUANTITIES = [
  {
    quantity: 'engine initialisation s',
    bar: 'half within ×1.5',
    measured: (record) => record.init_engine_s,
    stage: '/coldStart/engineInitSeconds',
  },
  {
    quantity: 'weights load s, no download',
    bar: '',
    measured: (record) => (record.load_format === 'dummy' ? undefined : record.weights_load_s),
    stage: '/coldStart/stages/weights',
  },
  ...['cold', 'cached'].map((state) => ({
    quantity: `compile ${state} s`,
    bar: '',
    measured: (record) => compileSeconds(record, state),
    stage: '/coldStart/stages/compile',
  })),
  {
    quantity: 'graph capture s',
    bar: '',
    measured: (record) => record.cudagraph_capture_s,
    stage: '/coldStart/stages/graphs',
  },
  {
    quantity: 'profile and warm-up s',
    bar: '',
    measured: restSeconds,
    stage: ['/coldStart/stages/profile', '/coldStart/stages/warmup'],
  },
];

/** Before 0.14 the log's total left out the time that reading the cache takes. */
function compileSeconds(record, state) {
  const { dynamo_transform_s: trace, graph_compile_s: cold, cached_graph_load_s: cached } = record;
  const rest = state === 'cold' ? cold : cold === undefined ? cached : undefined;
  return trace === undefined || rest === undefined ? undefined : trace + rest;
}

function restSeconds(record) {
  const { init_engine_s: init, cudagraph_capture_s: graphs = 0 } = record;
  if (init === undefined) return undefined;
  if (record.enforce_eager) return init;
  const compile = compileSeconds(record, 'cold') ?? compileSeconds(record, 'cached');
  return compile === undefined ? undefined : init - compile - graphs;
}

export function quantities(directory) {
  const records = readRecords(directory, 'startup').filter(({ kind }) => kind === 'engine_start');
  const plans = records.map((record) => ({ record, ...planOf(record) }));
  return QUANTITIES.map(({ quantity, bar, measured, stage }) => {
    const rows = plans.filter(({ record }) => measured(record) > 0);
    const planned = rows.filter(({ plan }) => plan);
    return {
      quantity,
      bar,
      comparisons: planned.map(({ record, plan }) =>
        comparison(record.id, measured(record), ...predicted(plan, stage)),
      ),
      skipped: rows
        .filter(({ plan }) => !plan)
        .map(({ record: { id }, because }) => ({ id, because })),
    };
  });
}

function planOf(record) {
  const request = requestOf(record);
  if (!request.model || !request.accelerator) {
    return { because: `${record.model} on ${record.gpu} is not in the catalogue` };
  }
  const { plan, violations } = answer(request);
  return violations ? { because: JSON.stringify(violations) } : { plan };
}

/** The value and its band; stages that a log does not tell apart are summed. */
function predicted({ evidence }, stages) {
  const found = [stages].flat().map((stage) => evidence.find((row) => row.quantity === stage));
  const sum = (field) => found.reduce((total, row) => total + row[field], 0);
  return [sum('value'), [sum('low'), sum('high')]];
}
