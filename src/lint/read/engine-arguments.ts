import type { EngineName } from '../view/engine-view';
import type { Sited } from '../view/place';
import type { Word } from './command-line';
import type { Cursor } from './cursor';
import type { EngineFacts } from './engine-facts';
import type { Arguments } from './engine-flags';
import type { ImageRow } from './engine-images';
import type { Program } from './engine-programs';
import { asNumber } from './json';

/** Where each engine listens unless told otherwise, from its documentation. */
const PORTS: Readonly<Record<EngineName, number>> = {
  vllm: 8000,
  sglang: 30000,
  'tensorrt-llm': 8000,
  tgi: 3000,
  triton: 8000,
  ollama: 11434,
  'llama.cpp': 8080,
  lmdeploy: 23333,
};

/** TGI takes every flag as a variable too; flags go before them. */
export function argumentsOf(
  { command, variables, given }: EngineFacts,
  program: Program,
  container: Cursor,
): readonly Word[] {
  const written = [...(given?.words ?? []), ...command.words.slice(program.argumentsAt)];
  if (program.engine !== 'tgi') return written;
  const known = ['MODEL_ID', 'NUM_SHARD', 'PORT', 'MAX_CONCURRENT_REQUESTS', 'QUANTIZE'];
  const path = [...container.path, 'env'];
  const stated = known.flatMap((key) => {
    const value = variables.get(key);
    const flag = `--${key.toLowerCase().replaceAll('_', '-')}`;
    return value === undefined ? [] : [{ text: `${flag}=${value}`, path }];
  });
  return [...stated, ...written];
}

export function portOf(
  { engine: name, isScript = false }: Program,
  { flags }: Arguments,
  { variables, command, given, ports }: EngineFacts,
  row: ImageRow | undefined,
): number {
  const stated = asText(flags.get('--port')) ?? asText(flags.get('--http-port'));
  const fromHost = name === 'ollama' ? variables.get('OLLAMA_HOST')?.split(':').pop() : undefined;
  // What a script of somebody's passes on is unknown, but not what the container declares.
  const isUsual = ports.some(({ number }) => number === PORTS[name]);
  const declared = isScript && !isUsual ? ports[0]?.number : undefined;
  const runsOwn = !command.hasCommand || name === 'tgi' || isKServes(command);
  const own = runsOwn ? row?.port : undefined;
  return asNumber(stated) ?? asNumber(fromHost) ?? given?.port ?? own ?? declared ?? PORTS[name];
}

function isKServes({ words }: EngineFacts['command']): boolean {
  return words.some(({ text }) => text === 'huggingfaceserver');
}

const MODEL_FLAGS = ['--model', '--model-path', '--model-id', '--model-dir', '--hf-repo'];
const LONGEST_NAMES = 4096;
/** What a controller renders; its blanks part no names. */
const TEMPLATE = /\{\{\s*([^{}\s]*)\s*\}\}/g;
const NAME_FLAGS = ['--served-model-name', '--model-name', '--alias'];

export function modelOf(
  { flags, positionals }: Arguments,
  variables: ReadonlyMap<string, string>,
): { model?: string } {
  const stated = MODEL_FLAGS.map((flag) => asText(flags.get(flag))).find((each) => each);
  // What a variable of a shell hides may as well be a flag.
  const positional = positionals.find((word) => !word.startsWith('$'));
  const model = stated ?? positional ?? variables.get('MODEL_ID') ?? variables.get('HF_MODEL_ID');
  return model === undefined ? {} : { model };
}

export function servedNames({ flags }: Arguments): readonly string[] {
  const stated = NAME_FLAGS.map((flag) => asText(flags.get(flag))).find((each) => each);
  const names = (stated ?? '').slice(0, LONGEST_NAMES).replace(TEMPLATE, '{{$1}}').split(/\s+/);
  return names.filter((name) => name !== '');
}

const SEQUENCE_FLAGS: Readonly<Partial<Record<EngineName, string>>> = {
  vllm: '--max-num-seqs',
  sglang: '--max-running-requests',
  'tensorrt-llm': '--max-batch-size',
  tgi: '--max-concurrent-requests',
  'llama.cpp': '--parallel',
  lmdeploy: '--max-batch-size',
};

export function maxNumSeqsOf(name: EngineName, { flags }: Arguments): number | undefined {
  const flag = SEQUENCE_FLAGS[name];
  return flag === undefined ? undefined : asNumber(asText(flags.get(flag)));
}

/** What a variable hides from us can only be all GPUs of the container. */
export function count(stated: Sited<string | true> | undefined, gpus: number): number {
  const text = asText(stated);
  if (text === undefined) return 1;
  return asNumber(text) ?? Math.max(1, gpus);
}

function asText(stated: Sited<string | true> | undefined): string | undefined {
  return typeof stated?.value === 'string' ? stated.value : undefined;
}
