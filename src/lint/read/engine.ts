import type { EngineName, EngineView } from '../view/engine-view';
import type { Sited } from '../view/place';
import type { PortView } from '../view/pod-view';
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
  readonly ports: readonly PortView[];
  /** The plan's release, for an image by digest. */
  readonly plannedVersion?: string;
  readonly given?: GivenEngine;
  /** A controller starts something else than the image's entry point where no command is written. */
  readonly isReplaced?: boolean;
}

/** An engine that a controller starts, with arguments from elsewhere than the container's. */
export interface GivenEngine {
  readonly engine: EngineName;
  /** Before those of the container, of which the last counts. */
  readonly words: readonly Word[];
  readonly isServer: boolean;
  readonly port?: number;
  readonly version?: string;
}

/** The engine of a container; nothing where it runs something else or something unknown. */
export function readEngine(container: Cursor, facts: EngineFacts): EngineView | undefined {
  const row = imageRow(container.at('image').text ?? '');
  const program = startedProgram(row, facts);
  return program && engineView(container, facts, row, program);
}

function startedProgram(row: ImageRow | undefined, facts: EngineFacts): Program | undefined {
  const { command, given, gpus, isAsked } = facts;
  const texts = command.words.map(({ text }) => text);
  const program = programOf(texts);
  if (program) return program;
  if (given && !command.hasCommand) return { ...given, argumentsAt: 0 };
  const runsOwn = !command.hasCommand && command.script === undefined;
  if (row && runsOwn && facts.isReplaced) {
    return { engine: row.engine, argumentsAt: texts.length, isServer: false };
  }
  if (!row || (!runsOwn && isOther(texts))) return undefined;
  const { engine } = row;
  if (joinsGroup(texts)) return { engine, argumentsAt: texts.length, isServer: false };
  if (runsOwn) return { engine, argumentsAt: 0, isServer: true };
  // A script of somebody's: only what asks it tells that it serves, and its words are its own.
  if (gpus === 0 || !isAsked) return undefined;
  return { engine, argumentsAt: texts.length, isServer: true, isScript: true };
}

function engineView(
  container: Cursor,
  facts: EngineFacts,
  row: ImageRow | undefined,
  program: Program,
): EngineView {
  const name = program.engine;
  const read = readArguments(argumentsOf(facts, program, container), name, container);
  const image = container.at('image').text ?? '';
  const told = row && row.engine === name ? imageRelease(image, row) : undefined;
  const version = told ?? facts.plannedVersion ?? facts.given?.version;
  const ranks = (flag: string): number => count(read.flags.get(flag), facts.gpus);
  const maxNumSeqs = maxNumSeqsOf(name, read);
  return {
    ...container.place,
    name,
    ...(version === undefined ? {} : { version }),
    flags: read.flags,
    isServer: program.isServer && !read.flags.has('--headless'),
    port: portOf(program, read, facts, row),
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

function portOf(
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
  const own = command.hasCommand && name !== 'tgi' ? undefined : row?.port;
  return asNumber(stated) ?? asNumber(fromHost) ?? given?.port ?? own ?? declared ?? PORTS[name];
}

const MODEL_FLAGS = ['--model', '--model-path', '--model-id', '--model-dir', '--hf-repo'];
const LONGEST_NAMES = 4096;
/** What a controller renders; its blanks part no names. */
const TEMPLATE = /\{\{\s*([^{}\s]*)\s*\}\}/g;
const NAME_FLAGS = ['--served-model-name', '--model-name', '--alias'];

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
