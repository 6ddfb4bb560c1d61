import { parseDuration } from './duration';
import { type ShellCommand, shellCommands } from './shell-commands';

/** One sleep of a hook; `once` may not be slept at all, and ends the loop that it stands in. */
export interface Sleep {
  readonly seconds: number;
  readonly when: 'always' | 'once' | 'each turn';
}

export function shellSleeps(
  script: string,
  variables: ReadonlyMap<string, string>,
): readonly Sleep[] {
  const commands = shellCommands(script, variables);
  return commands.flatMap((command, at) => {
    if (!/(^|\/)sleep$/.test(command.words[0])) return [];
    const { isNested, isLooped } = command;
    const isRepeated = isLooped && !endsLoop(command, commands.slice(at + 1));
    const when = isRepeated ? 'each turn' : isNested ? 'once' : 'always';
    return [{ seconds: sleepSeconds(command.words), when }];
  });
}

/** What follows in its block leaves the loop: after `&&`, or at the beginning of a line. */
function endsLoop({ end, block }: ShellCommand, after: readonly ShellCommand[]): boolean {
  let before = end;
  let isChained = true;
  for (const next of after.filter((each) => each.block === block)) {
    isChained &&= before === '&&';
    if (/^(?:break|exit|return)$/.test(next.words[0])) return isChained || before === ';';
    before = next.end;
  }
  return false;
}

function sleepSeconds([, ...times]: readonly string[]): number {
  return times.reduce((sum, time) => {
    return sum + (parseDuration(/[a-z]$/.test(time) ? time : `${time}s`) ?? 0);
  }, 0);
}

const PYTHON_SLEEP = /\bsleep\(\s*(\d+(?:\.\d+)?)\s*\)/g;

/** Blocks of Python are told by their indentation. */
export function pythonSleeps(script: string): readonly Sleep[] {
  const lines = script.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, at) => {
    const found = [...line.matchAll(PYTHON_SLEEP)];
    if (found.length === 0) return [];
    const when = whenInPython(lines, at);
    return found.map(([, seconds]) => ({ seconds: Number(seconds), when }));
  });
}

const PYTHON_LOOP = /^\s*(?:while|for)\b/;
const PYTHON_BRANCH = /^\s*(?:if|elif|else|except)\b/;

/** Whose loop calls a function is not followed. */
function isCalledInLoop(head: string, lines: readonly string[]): boolean {
  return /^\s*def\b/.test(head) && lines.some((line) => PYTHON_LOOP.test(line));
}

function whenInPython(lines: readonly string[], at: number): Sleep['when'] {
  const isOneLine = PYTHON_LOOP.test(lines[at]);
  const heads = headsAbove(lines, at);
  if (!isOneLine && !heads.some((line) => PYTHON_LOOP.test(line) || isCalledInLoop(line, lines))) {
    return heads.some((line) => PYTHON_BRANCH.test(line)) ? 'once' : 'always';
  }
  const level = indent(lines[at]);
  const end = lines.findIndex((line, index) => index > at && indent(line) < level);
  const rest = lines.slice(at + 1, end < 0 ? undefined : end);
  const leaves = rest.some((line) => indent(line) === level && PYTHON_LEAVES.test(line));
  return leaves && !isOneLine ? 'once' : 'each turn';
}

const PYTHON_LEAVES = /^\s*(?:break|return|(?:sys\.)?exit\(|raise SystemExit)/;

/** Lines that begin the blocks around a line. */
function headsAbove(lines: readonly string[], at: number): string[] {
  const heads: string[] = [];
  let level = indent(lines[at]);
  for (const line of lines.slice(0, at).reverse()) {
    if (indent(line) >= level) continue;
    level = indent(line);
    heads.push(line);
  }
  return heads;
}

function indent(line: string): number {
  return line.search(/\S/);
}
