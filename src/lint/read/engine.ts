import type { EngineName, EngineView } from '../view/engine-view';
import type { Sited } from '../view/place';
import type { CommandLine, Word } from './command-line';
import type { Cursor } from './cursor';
import { type Arguments, readArguments } from './engine-flags';
import { type ImageRow, imageRelease, imageRow } from './engine-images';
import { isOther, joinsGroup, type Program, programOf } from './engine-programs';
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

export interface EngineFacts {
  readonly command: CommandLine;
  readonly variables: ReadonlyMap<string, string>;
  readonly gpus: number;
  /** Something asks it: a port, a probe. */
  readonly isAsked: boolean;
  /** The plan's release, for an image by digest. */
  readonly plannedVersion?: string;
}

/** The engine of a container; nothing where it runs something else or something unknown. */
export function readEngine(container: Cursor, facts: EngineFacts): EngineView | undefined {
  const image = container.at('image').text ?? '';
  const row = imageRow(image);
  const { command } = facts;
  const texts = command.words.map(({ text }) => text);
  const program = programOf(texts);
  if (program) return engineView(container, facts, program.engine, row, program);
  if (!row || (texts.length > 0 && command.hasCommand && isOther(texts))) return undefined;
  if (command.script !== undefined && isOther(texts)) return undefined;
  if (joinsGroup(texts)) {
    return engineView(container, facts, row.engine, row, { ...imagesOwn(row), isServer: false });
  }
  // A script of the image's own: what it runs is known only by what asks it.
  if (command.hasCommand && !facts.isAsked) return undefined;
  return engineView(container, facts, row.engine, row, imagesOwn(row));
}

function imagesOwn({ engine }: ImageRow): Program {
  return { engine, argumentsAt: 0, isServer: true };
}

function engineView(
  container: Cursor,
  facts: EngineFacts,
  name: EngineName,
  row: ImageRow | undefined,
  program: Program,
): EngineView {
  const read = readArguments(argumentsOf(facts, program, name, container), name, container);
  const image = container.at('image').text ?? '';
  const version = row && row.engine === name ? imageRelease(image, row) : undefined;
  const ranks = (flag: string): number => count(read.flags.get(flag), facts.gpus);
  const maxNumSeqs = maxNumSeqsOf(name, read);
  return {
    ...container.place,
    name,
    ...((version ?? facts.plannedVersion) ? { version: version ?? facts.plannedVersion } : {}),
    flags: read.flags,
    isServer: program.isServer && !read.flags.has('--headless'),
    port: portOf(name, read, facts, row),
    ...modelOf(read, facts.variables),
    servedNames: servedNames(read),
    tensor: ranks('--tensor-parallel-size'),
    pipeline: ranks('--pipeline-parallel-size'),
    data: ranks('--data-parallel-size'),
    ...(maxNumSeqs === undefined ? {} : { maxNumSeqs }),
  };
}

/** TGI takes every flag as a variable too; flags go before them. */
function argumentsOf(
  { command, variables }: EngineFacts,
  program: Program,
  name: EngineName,
  container: Cursor,
): readonly Word[] {
  const written = command.words.slice(program.argumentsAt);
  if (name !== 'tgi') return written;
  const known = ['MODEL_ID', 'NUM_SHARD', 'PORT', 'MAX_CONCURRENT_REQUESTS', 'QUANTIZE'];
  const path = [...container.path, 'env'];
  const stated = known.flatMap((key) => {
    const value = variables.get(key);
    const flag = `--${key.toLowerCase().replaceAll('_', '-')}`;
    return value === undefined ? [] : [{ text: `${flag}=${value}`, path }];
  });
  return [...stated, ...written];
}

function portOf(
  name: EngineName,
  { flags }: Arguments,
  { variables, command }: EngineFacts,
  row: ImageRow | undefined,
): number {
  const stated = asText(flags.get('--port')) ?? asText(flags.get('--http-port'));
  const fromHost = name === 'ollama' ? variables.get('OLLAMA_HOST')?.split(':').pop() : undefined;
  const own = command.hasCommand && name !== 'tgi' ? undefined : row?.port;
  return asNumber(stated) ?? asNumber(fromHost) ?? own ?? PORTS[name];
}

const MODEL_FLAGS = ['--model', '--model-path', '--model-id', '--hf-repo', '--model-name'];

function modelOf(
  { flags, positionals }: Arguments,
  variables: ReadonlyMap<string, string>,
): { model?: string } {
  const stated = MODEL_FLAGS.map((flag) => asText(flags.get(flag))).find((each) => each);
  const model =
    stated ?? positionals[0] ?? variables.get('MODEL_ID') ?? variables.get('HF_MODEL_ID');
  return model === undefined ? {} : { model };
}

function servedNames({ flags }: Arguments): readonly string[] {
  const stated = asText(flags.get('--served-model-name')) ?? asText(flags.get('--alias'));
  return (stated ?? '').split(/\s+/).filter((name) => name !== '');
}

const SEQUENCE_FLAGS: Readonly<Partial<Record<EngineName, string>>> = {
  vllm: '--max-num-seqs',
  sglang: '--max-running-requests',
  'tensorrt-llm': '--max-batch-size',
  tgi: '--max-concurrent-requests',
  'llama.cpp': '--parallel',
  lmdeploy: '--max-batch-size',
};

function maxNumSeqsOf(name: EngineName, { flags }: Arguments): number | undefined {
  const flag = SEQUENCE_FLAGS[name];
  return flag === undefined ? undefined : asNumber(asText(flags.get(flag)));
}

/** What a variable hides from us can only be all GPUs of the container. */
function count(stated: Sited<string | true> | undefined, gpus: number): number {
  const text = asText(stated);
  if (text === undefined) return 1;
  return asNumber(text) ?? Math.max(1, gpus);
}

function asText(stated: Sited<string | true> | undefined): string | undefined {
  return typeof stated?.value === 'string' ? stated.value : undefined;
}
