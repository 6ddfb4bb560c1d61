import { loopSeconds } from './pre-stop-loop';
import { pythonSleeps, type Sleep, shellSleeps } from './pre-stop-sleeps';

/** What the text of a hook tells of its time and of what it asks. */
export interface ScriptFacts {
  readonly least: number;
  readonly most?: number;
  readonly calls: readonly string[];
  readonly pollsGauges: boolean;
}

/** Longer scripts are searched up to here. */
const SEARCHED_CHARACTERS = 65_536;

/** Gauges of requests in flight, of every engine. */
const GAUGES =
  /num_requests_(?:running|waiting|\()|num_running_reqs|num_queue_reqs|num_requests_total|tgi_(?:queue_size|batch_current_size)|kv_cache_usage_perc|in_flight/;

/** Facts of a hook's command; of our own hooks, what their arguments say. */
export function scriptFacts(
  words: readonly string[],
  variables: ReadonlyMap<string, string>,
): ScriptFacts {
  const whole = words.join('\n').slice(0, SEARCHED_CHARACTERS);
  const time =
    ownHook(words) ?? (isPython(words) ? pythonTime(whole) : shellTime(words, variables));
  return { ...time, calls: callsOf(whole), pollsGauges: GAUGES.test(whole) };
}

type Time = Pick<ScriptFacts, 'least' | 'most'>;

/** `python3 -c SCRIPT PORT PROPAGATION BOUND` and, of workers, `python3 -c SCRIPT PORT BOUND`. */
function ownHook([, option, script = '', ...rest]: readonly string[]): Time | undefined {
  const [, second, third] = rest.map(Number);
  if (option !== '-c' || !rest.every((each) => Number.isFinite(Number(each)))) return undefined;
  if (/\bport, propagation, bound = /.test(script) && rest.length === 3) {
    return { least: second, most: second + third };
  }
  return /\bport, bound = /.test(script) && rest.length === 2
    ? { least: 0, most: second }
    : undefined;
}

function isPython([program = '']: readonly string[]): boolean {
  return /(^|\/)python[\d.]*$/.test(program);
}

function pythonTime(script: string): Time {
  const loop = /^[ \t]*(?:while|for)\b/m.test(script) ? 'may end early' : 'none';
  return timeOf(pythonSleeps(script), script, loop);
}

/** Sleeps outside of loops are always slept; those inside for as long as the loop runs. */
function shellTime(words: readonly string[], variables: ReadonlyMap<string, string>): Time {
  const at = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = at > 0 && at + 1 < words.length ? words[at + 1] : words.join(' ');
  const sleeps = shellSleeps(script, variables);
  if (!/\b(?:while|until|for)\b/.test(script)) return timeOf(sleeps, script, 'none');
  const isLeft = /\b(?:while|until|break|exit|return)\b/.test(script);
  return timeOf(sleeps, script, isLeft ? 'may end early' : 'takes all turns');
}

type Loop = 'none' | 'may end early' | 'takes all turns';

function timeOf(sleeps: readonly Sleep[], script: string, loop: Loop): Time {
  const sum = (when: Sleep['when']): number =>
    sleeps.filter((each) => each.when === when).reduce((all, { seconds }) => all + seconds, 0);
  const [least, once, turn] = [sum('always'), sum('once'), sum('each turn')];
  if (loop === 'none') return { least, most: least + once + turn };
  const bound = loopSeconds(script, turn);
  if (bound === undefined) return { least };
  const all = least + bound;
  return { least: loop === 'takes all turns' ? all : least, most: all + once };
}

const OWN_ADDRESS =
  /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\{?(?:POD_IP|MY_POD_IP|HOSTNAME)\}?)(?::[\w${}]+)?(\/[\w./-]*)/g;
const ASKED = /\b(?:ask|request)\(\s*(?:["'][A-Z]+["'],\s*)?["'](\/[\w./-]*)["']/g;

/** Paths asked of this pod's own server. */
function callsOf(script: string): readonly string[] {
  const found = [...script.matchAll(OWN_ADDRESS), ...script.matchAll(ASKED)];
  return [...new Set(found.map(([, path]) => path))];
}
