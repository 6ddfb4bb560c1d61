import { parseDuration } from './duration';
import { shellCommands } from './shell-commands';

/** What the text of a hook tells of its time and of what it asks. */
export interface ScriptFacts {
  readonly least: number;
  readonly most?: number;
  readonly calls: readonly string[];
  readonly pollsGauges: boolean;
}

/** Scripts of other languages are searched, not run. */
const SEARCHED_CHARACTERS = 65_536;

/** Facts of a hook's command; of our own hook, what its arguments say. */
export function scriptFacts(
  words: readonly string[],
  variables: ReadonlyMap<string, string>,
): ScriptFacts {
  const whole = words.join('\n').slice(0, SEARCHED_CHARACTERS);
  const calls = callsOf(whole);
  const pollsGauges =
    /num_requests_(running|waiting|\()|num_running_reqs|num_queue_reqs|tgi_queue_size|tgi_batch_current_size|in_flight/.test(
      whole,
    );
  const own = ownHook(words);
  if (own) return { ...own, calls, pollsGauges };
  const isPython = /(^|\/)python[\d.]*$/.test(words[0] ?? '');
  const time = isPython ? pythonTime(whole) : shellTime(words, variables);
  return { ...time, calls, pollsGauges };
}

interface Time {
  readonly least: number;
  readonly most?: number;
}

/** `python3 -c SCRIPT PORT PROPAGATION BOUND` and, of workers, `python3 -c SCRIPT PORT BOUND`. */
function ownHook(words: readonly string[]): Time | undefined {
  const script = words[2] ?? '';
  const numbers = words.slice(3).map(Number);
  if (words[1] !== '-c' || numbers.length === 0 || !numbers.every(Number.isFinite))
    return undefined;
  if (/port, propagation, bound = /.test(script) && numbers.length === 3) {
    return { least: numbers[1], most: numbers[1] + numbers[2] };
  }
  if (/port, bound = /.test(script) && numbers.length === 2) return { least: 0, most: numbers[1] };
  return undefined;
}

const PYTHON_SLEEP = /\bsleep\(\s*(\d+(?:\.\d+)?)\s*\)/g;

function pythonTime(script: string): Time {
  if (/\b(while|for)\b/.test(script)) return { least: 0 };
  const sum = [...script.matchAll(PYTHON_SLEEP)].reduce((all, [, each]) => all + Number(each), 0);
  return { least: sum, most: sum };
}

function shellTime(words: readonly string[], variables: ReadonlyMap<string, string>): Time {
  const script =
    words.find((_, at) => at > 0 && /^-[a-z]*c$/.test(words[at - 1])) ?? words.join(' ');
  const commands = shellCommands(script, variables);
  const sleeps = commands.filter(({ words: [program] }) => /(^|\/)sleep$/.test(program));
  const plain = sleeps.filter(({ isNested }) => !isNested);
  const least = plain.reduce((sum, command) => sum + sleepSeconds(command.words), 0);
  const hasLoop = /\b(while|until|for)\b/.test(script);
  if (!hasLoop) return { least, most: least };
  const bound = loopBound(
    script,
    sleeps.filter(({ isNested }) => isNested).map((c) => sleepSeconds(c.words)),
  );
  return bound === undefined ? { least } : { least, most: least + bound };
}

function sleepSeconds(words: readonly string[]): number {
  return words
    .slice(1)
    .reduce((sum, each) => sum + (parseDuration(/[a-z]$/.test(each) ? each : `${each}s`) ?? 0), 0);
}

/** `for i in $(seq 1 60)`, `{1..60}`, `while [ $i -lt 60 ]`, each turn with its sleep. */
function loopBound(script: string, sleeps: readonly number[]): number | undefined {
  const turn = sleeps.reduce((sum, each) => sum + each, 0);
  const turns = [
    /\bseq\s+(?:\d+\s+)?(\d+)/,
    /\{\d+\.\.(\d+)\}/,
    /-(?:lt|le|ge|gt)\s+"?(\d+)/,
    /<=?\s*(\d+)\s*;/,
  ]
    .map((pattern) => pattern.exec(script)?.[1])
    .find((each) => each !== undefined);
  if (turns === undefined) {
    const timeout = /\btimeout\s+(?:-\S+\s+)*(\d+)/.exec(script)?.[1];
    return timeout === undefined ? undefined : Number(timeout);
  }
  return Number(turns) * turn;
}

/** Paths asked of this pod's own server. */
function callsOf(script: string): readonly string[] {
  const urls = script.matchAll(
    /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\{?(?:POD_IP|HOSTNAME)\}?)(?::[\w${}]+)?(\/[\w./-]*)/g,
  );
  const asked = script.matchAll(
    /\b(?:ask|request)\(\s*(?:["'][A-Z]+["'],\s*)?["'](\/[\w./-]*)["']/g,
  );
  return [...new Set([...urls, ...asked].map(([, path]) => path))];
}
