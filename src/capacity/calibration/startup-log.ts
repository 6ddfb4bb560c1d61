import type { StartupStage } from '../measured-stages';
import { amount, known } from './fields';
import { logMoment } from './log-moment';
import type { CalibrationReading, MeasuredServer } from './row';

/** Lines that only the start of vLLM prints. */
const SIGNS =
  /(?:Initializing an? (?:V\d )?LLM engine|(?:Model loading|Loading (?:model )?weights|init engine .*) took|KV cache size: [\d,]+ tokens|# \w+ blocks: \d+)/;

/** Whether a text is the log of a start. */
export function isStartupLog(content: string): boolean {
  return SIGNS.test(content);
}

/** Releases before 0.8 wrote GB and meant GiB. */
const WEIGHTS = /(?:Model loading|Loading model weights) took ([\d.]+) Gi?B/g;
const KV_GIB = [
  /Available KV cache memory: ([\d.]+) GiB/g,
  /memory reserved for KV Cache is ([\d.]+)\s*GiB/g,
  /Explicitly set \(([\d.]+)\/[\d.]+\) GiB for KV cache/g,
];
/** The first word is the device since 0.30, GPU before. */
const KV_TOKENS = /\w+ KV cache size: ([\d,]+) tokens/g;
/** V0 counted blocks, of 16 tokens unless stated. */
const BLOCKS = /# (?:GPU|CUDA) blocks: (\d+)/g;
const V0_BLOCK_TOKENS = 16;

/** Memory, stages and arguments that the log of a start shows. */
export function readStartupLog(content: string): CalibrationReading {
  const flags = flagsIn(content);
  const startupStages = stagesIn(content);
  const tensor = amount(flags['tensor-parallel-size']);
  const engineVersion = versionIn(content);
  const measured: MeasuredServer = known({
    ...memoryIn(content),
    ...(startupStages.length > 0 ? { startupStages } : {}),
    engineVersion,
    tensor,
  });
  return {
    rows: [],
    measured,
    startupStages,
    provenance: { engine: 'vllm', ...known({ engineVersion }), flags },
  };
}

/** Ranks report for themselves: the fullest has the least cache, and that is what all use. */
function memoryIn(content: string): MeasuredServer {
  const blocks = all(content, BLOCKS).map((count) => count * V0_BLOCK_TOKENS);
  return known({
    weightsGiBPerGpu: largest(all(content, WEIGHTS)),
    kvCacheGiBPerGpu: least(KV_GIB.flatMap((form) => all(content, form))),
    kvCacheTokens: least(all(content, KV_TOKENS)) ?? least(blocks),
  });
}

const COMPILE_TOTAL = [
  /torch\.compile took ([\d.]+) s in total/g,
  /torch\.compile takes ([\d.]+) s in total/g,
];
const DYNAMO = /Dynamo bytecode transform time: ([\d.]+) s/g;
const INDUCTOR = /(?:Compiling a graph for .* (?:takes|took)|from the cache, took) ([\d.]+) s/g;
const WITH_PROFILE =
  /torch\.compile and initial profiling\/warmup run together took ([\d.]+) s in total/g;
const LOADED = /(?:Model loading|Loading model weights) took .*?([\d.]+) seconds/g;
const READ = /Loading weights took ([\d.]+) seconds/g;
const PROFILE = /Initial profiling\/warmup run took ([\d.]+) s/g;
const GRAPHS = /Graph capturing finished in (\d+) secs/g;
const INIT = /init engine \(.*?\) took ([\d.]+) s/g;

/** Stages by the names of the plan's cold start; ranks work side by side, so the slowest counts. */
function stagesIn(content: string): StartupStage[] {
  const seconds = (...forms: readonly RegExp[]): number | undefined =>
    largest(forms.flatMap((form) => all(content, form)));
  const compile = seconds(...COMPILE_TOTAL) ?? summed(seconds(DYNAMO), seconds(INDUCTOR));
  const profile = seconds(PROFILE);
  const graphs = seconds(GRAPHS);
  const together = compile === undefined ? seconds(WITH_PROFILE) : undefined;
  const init = seconds(INIT);
  const named = (compile ?? together ?? 0) + (profile ?? 0) + (graphs ?? 0);
  const stages = {
    bootstrap: bootstrapSeconds(content),
    weights: seconds(LOADED) ?? seconds(READ),
    profile,
    compile: compile ?? together,
    graphs,
    // Memory of the cache, kernels that are built at first use: what the engine does not time.
    warmup: init === undefined ? undefined : Math.max(0, Number((init - named).toFixed(2))),
  };
  return Object.entries(stages).flatMap(([name, each]) =>
    each === undefined ? [] : [{ name, seconds: each }],
  );
}

/** From the first line with a time to the first weight: imports before that line are not in it. */
function bootstrapSeconds(content: string): number | undefined {
  const lines = content.split('\n');
  const begin = lines.map(logMoment).find((moment) => moment !== undefined);
  const loading = lines.find((line) =>
    /Starting to load model|Loading model from scratch/.test(line),
  );
  const end = loading === undefined ? undefined : logMoment(loading);
  return begin === undefined || end === undefined || end < begin ? undefined : end - begin;
}

function versionIn(content: string): string | undefined {
  const found =
    /(?:LLM engine \(v|vLLM API server version |vLLM version |\bversion )(\d+\.\d+(?:\.\w+)*)/.exec(
      content,
    );
  return found?.[1].replace(/\.$/, '');
}

/** Arguments that decide memory and speed, under the names of the command line. */
const FLAGS = {
  tensor_parallel_size: 'tensor-parallel-size',
  pipeline_parallel_size: 'pipeline-parallel-size',
  data_parallel_size: 'data-parallel-size',
  max_seq_len: 'max-model-len',
  dtype: 'dtype',
  kv_cache_dtype: 'kv-cache-dtype',
  quantization: 'quantization',
  enforce_eager: 'enforce-eager',
  enable_prefix_caching: 'enable-prefix-caching',
  load_format: 'load-format',
} as const;

function flagsIn(content: string): Record<string, string> {
  const config = /LLM engine \(v.*?with config: (.*)/.exec(content)?.[1] ?? '';
  const flags: Record<string, string> = {};
  for (const [key, flag] of Object.entries(FLAGS)) {
    const value = new RegExp(`\\b${key}=([^,\\s]+)`).exec(config)?.[1];
    if (value !== undefined && value !== 'None') flags[flag] = value.replace(/^torch\./, '');
  }
  return flags;
}

function all(content: string, form: RegExp): number[] {
  return [...content.matchAll(form)].flatMap(([, value]) => amount(value) ?? []);
}

function summed(...parts: readonly (number | undefined)[]): number | undefined {
  const stated = parts.filter((part) => part !== undefined);
  return stated.length > 0 ? stated.reduce((sum, part) => sum + part, 0) : undefined;
}

const largest = (values: readonly number[]): number | undefined =>
  values.length > 0 ? Math.max(...values) : undefined;
const least = (values: readonly number[]): number | undefined =>
  values.length > 0 ? Math.min(...values) : undefined;
