import type { EngineView } from '../view/engine-view';
import type { Cursor } from './cursor';
import { argumentsOf, count, maxNumSeqsOf, modelOf, portOf, servedNames } from './engine-arguments';
import type { EngineFacts } from './engine-facts';
import { readArguments } from './engine-flags';
import { type ImageRow, imageRelease, imageRow } from './engine-images';
import { isOther, joinsGroup, type Program, programOf } from './engine-programs';

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
