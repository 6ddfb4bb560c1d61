import type { Path } from '../view/place';
import type { Cursor } from './cursor';
import { expand } from './environment';
import { type ShellCommand, shellCommands } from './shell-commands';

/** A word of a command and the argument that holds it. */
export interface Word {
  readonly text: string;
  readonly path: Path;
}

/** What a container runs, as far as it is written. */
export interface CommandLine {
  /** Where a shell runs a script, those of its last command. */
  readonly words: readonly Word[];
  readonly script?: string;
  readonly isBehindShell: boolean;
  /** `command` is given, so that the image's own entry point does not run. */
  readonly hasCommand: boolean;
}

/** Reads `command` and `args`; `isServer` picks, of a script, the command that matters. */
export function readCommandLine(
  container: Cursor,
  variables: ReadonlyMap<string, string>,
  isServer: (words: readonly string[]) => boolean,
): CommandLine {
  const words = [...container.at('command').items, ...container.at('args').items].flatMap(
    ({ text, path }) =>
      text === undefined ? [] : [{ text: expand(text, (name) => variables.get(name)), path }],
  );
  const hasCommand = container.at('command').items.length > 0;
  const shell = shellOf(words.map(({ text }) => text));
  if (shell === undefined) return { words, isBehindShell: false, hasCommand };
  const { text: script, path } = words[shell.script];
  const commands = shellCommands(script, variables);
  const found = commands.map((command) => isServer(command.words)).lastIndexOf(true);
  const chosen = found < 0 ? commands.length - 1 : found;
  const texts = unwrapped(commands[chosen]?.words ?? []);
  const given = words.slice(shell.script + 1);
  return {
    words: texts.flatMap((text) => positional(text, given) ?? [{ text, path }]),
    script,
    isBehindShell: staysBefore(commands, chosen, shell.program),
    hasCommand,
  };
}

/** `$@` and `$1` of a script are the words after it, of which the first is `$0`. */
function positional(text: string, given: readonly Word[]): readonly Word[] | undefined {
  if (text === '$@' || text === '$*') return given.slice(1);
  const at = /^\$(\d)$/.exec(text)?.[1];
  return at === undefined ? undefined : given.slice(Number(at), Number(at) + 1);
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);
/** Programs that become another or stay before it without being shells. */
const INITS = new Set(['tini', 'dumb-init', 'env', 'catatonit', '--']);

function shellOf(words: readonly string[]): { program: string; script: number } | undefined {
  const at = words.findIndex((word) => !INITS.has(base(word)) && !/^-|=/.test(word));
  const program = base(words[at] ?? '');
  if (!SHELLS.has(program)) return undefined;
  let next = at + 1;
  while (/^[-+][A-Za-z-]+$/.test(words[next] ?? '')) {
    const option = words[next++];
    if (/^-[a-z]*c$/i.test(option)) {
      // `-o pipefail` may stand between `-c` and the script.
      while (/^[-+]/.test(words[next] ?? '')) next += words[next].endsWith('o') ? 2 : 1;
      return next < words.length ? { program, script: next } : undefined;
    }
    if (/^[-+][a-z]*o$/.test(option)) next++;
  }
  return undefined;
}

function base(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/;
const WRAPPERS = new Set(['exec', 'nohup', 'env', 'command', 'tini', 'dumb-init', '--']);

/** Without variables and programs before the one that is meant. */
function unwrapped(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !ASSIGNMENT.test(word) && !WRAPPERS.has(base(word)));
  return start < 0 ? words : words.slice(start);
}

/**
 * Whether the shell stays PID 1. `exec` replaces it; so does the last plain command of `bash -c`,
 * and the only one of `sh -c`, for which the shell does not fork (bash 5.2, tried; its
 * `optimize_connection_fork`). dash forks for every command of a list.
 */
function staysBefore(commands: readonly ShellCommand[], chosen: number, program: string): boolean {
  const command = commands[chosen];
  if (command === undefined) return false;
  if (command.end === '&' || command.end === '|' || commands[chosen - 1]?.end === '|') return true;
  if (command.words.find((word) => !ASSIGNMENT.test(word)) === 'exec') return false;
  if (commands.length === 1 && !command.isNested) return false;
  const isLast = chosen === commands.length - 1 && commands[chosen - 1]?.end !== '||';
  const isPlain = !command.isNested && !command.isRedirected;
  const hasTrap = commands.some(({ words }) => words[0] === 'trap' && words[1] !== '');
  return !(program === 'bash' && isLast && isPlain && !hasTrap);
}
