import { ShellBlocks } from './shell-blocks';
import { type ShellEnd, type ShellToken, shellTokens } from './shell-tokens';

/** One simple command of a script, with what decides over its process. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** What ends it: `;` for a line break too, empty for the end of the script. */
  readonly end: ShellEnd;
  readonly isRedirected: boolean;
  /** Inside of `if`, `for`, `while`, `case`, a group or a function. */
  readonly isNested: boolean;
  /** Inside of `for`, `while` or `until`: run once a turn. */
  readonly isLooped: boolean;
  /** Commands of one block run one after the other: a body, or one branch of a condition. */
  readonly block: number;
}

/** Longer scripts are programs of their own. */
const MOST_CHARACTERS = 65_536;

/**
 * The simple commands of a shell script in the order they are written. Variables are replaced by
 * what is known of them and otherwise left as written; nothing is run.
 */
export function shellCommands(
  script: string,
  variables: ReadonlyMap<string, string> = new Map(),
): readonly ShellCommand[] {
  const tokens = shellTokens(script.slice(0, MOST_CHARACTERS), variables);
  return grouped(tokens).flatMap((command) => evaluated(command, variables));
}

/** `eval "exec vllm serve"` runs what it is given in the same shell. */
function evaluated(
  command: ShellCommand,
  variables: ReadonlyMap<string, string>,
): readonly ShellCommand[] {
  const [program, ...words] = command.words;
  if (program !== 'eval') return [command];
  const inner = grouped(shellTokens(words.join(' '), variables));
  return inner.map((each, at) => ({
    ...each,
    end: at === inner.length - 1 ? command.end : each.end,
    // The shell waits for what it evaluates, unless that is `exec`.
    isNested: true,
    isLooped: command.isLooped,
    block: command.block,
  }));
}

function grouped(tokens: readonly ShellToken[]): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  let isRedirected = false;
  let parentheses = 0;
  const blocks = new ShellBlocks();
  const finish = (end: ShellEnd): void => {
    const isNested = blocks.depth + parentheses > 0;
    while (words.length > 0 && isBefore(words[0])) {
      const word = words.shift() as string;
      blocks.pass(word);
      if (word === 'for' || word === 'case' || word === 'select') words = [];
    }
    if (words.length > 0) {
      commands.push({
        words,
        end,
        isRedirected,
        isNested: isNested || blocks.depth > 0,
        isLooped: blocks.isLooped,
        block: blocks.id,
      });
    }
    words = [];
    isRedirected = false;
  };
  for (const token of tokens) {
    if (token.kind === 'word') words.push(token.text);
    else if (token.kind === 'redirect') isRedirected = true;
    else if (token.text === '(') {
      finish(';');
      parentheses++;
    } else if (token.text === ')') {
      finish(';');
      // One that was never opened belongs to a pattern of `case`.
      parentheses = Math.max(0, parentheses - 1);
    } else finish(token.text);
  }
  finish('');
  return commands;
}

function isBefore(word: string): boolean {
  return word === '!' || word === 'time' || ShellBlocks.isKeyword(word);
}
