import type { PreStopView } from '../view/pod-view';
import type { Cursor } from './cursor';
import { expand } from './environment';
import { scriptFacts } from './pre-stop-script';

/** What a hook does before SIGTERM, as far as its text tells. */
export function readPreStop(
  hook: Cursor,
  variables: ReadonlyMap<string, string>,
): PreStopView | undefined {
  const sleep = hook.at('sleep', 'seconds');
  if (hook.at('sleep').map) {
    const seconds = sleep.number ?? 0;
    return view(hook, 'sleep', {
      least: seconds,
      most: seconds,
      calls: [],
      text: `sleep ${seconds}`,
    });
  }
  const http = hook.at('httpGet');
  if (http.map) {
    const path = http.at('path').text ?? '/';
    // Bounded by nothing but the grace period.
    return view(hook, 'http', { least: 0, calls: [path], text: `GET ${path}` });
  }
  const words = hook.at('exec', 'command').items.flatMap(({ text }) => text ?? []);
  if (words.length === 0) return undefined;
  const known = words.map((word) => expand(word, (name) => variables.get(name)));
  return view(hook, 'exec', { ...scriptFacts(known, variables), text: known.join(' ') });
}

interface Facts {
  readonly least: number;
  readonly most?: number;
  readonly calls: readonly string[];
  readonly pollsGauges?: boolean;
  readonly text: string;
}

function view(hook: Cursor, kind: PreStopView['kind'], facts: Facts): PreStopView {
  const { least, most, calls, pollsGauges = false, text } = facts;
  return {
    ...hook.place,
    kind,
    leastSeconds: least,
    ...(most === undefined ? {} : { mostSeconds: most }),
    calls,
    pollsGauges,
    text,
  };
}
