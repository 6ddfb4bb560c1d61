import type { RE2JS } from 're2js';
import { Unplayed } from './value';

/** A regular expression over a whole label. */
export interface Pattern {
  readonly matches: (text: string) => boolean;
  /** What its groups hold, by number and by name; nothing where it does not match. */
  readonly groups: (text: string) => ReadonlyMap<string, string> | undefined;
}

// Labels of a fleet repeat from series to series and from query to query.
const CACHED = 1_000;
const patterns = new Map<string, Pattern>();

/** A pattern as Prometheus reads it; throws where it would refuse it. */
export function patternOf(source: string): Pattern {
  const known = patterns.get(source);
  if (known) return known;
  const words = wordsOf(source);
  const expression = words ? undefined : compile(source);
  const pattern = {
    matches: words ?? remembered((text) => (expression as RE2JS).matches(text)),
    groups: (text: string) => groupsOf(expression ?? compile(source), text),
  };
  if (patterns.size >= CACHED) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

/** Most matchers are words or anything: they need no engine. */
function wordsOf(source: string): Pattern['matches'] | undefined {
  if (source === '.*') return () => true;
  if (source === '.+') return (text) => text !== '';
  if (!/^[\w/:@ ,|-]*$/.test(source)) return undefined;
  const words = new Set(source.split('|'));
  return (text) => words.has(text);
}

function remembered(matches: Pattern['matches']): Pattern['matches'] {
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = matches(text);
    if (answers.size >= CACHED) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}

function groupsOf(expression: RE2JS, text: string): ReadonlyMap<string, string> | undefined {
  const matcher = expression.matcher(text);
  if (!matcher.matches()) return undefined;
  const groups = new Map<string, string>();
  for (let index = 0; index <= matcher.groupCount(); index++) {
    groups.set(String(index), matcher.group(index) ?? '');
  }
  for (const [name, index] of Object.entries(matcher.namedGroups)) {
    groups.set(name, groups.get(String(index)) ?? '');
  }
  return groups;
}

/** Prometheus runs RE2: no look-ahead, and no pattern that takes exponential time. */
function compile(source: string): RE2JS {
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    return RE2JS.compile(source, RE2JS.DOTALL);
  } catch (error) {
    const reason = (error as Error).message.replace('error parsing regexp: ', '');
    throw new Unplayed(
      `"${source}" is no regular expression of Prometheus: ${reason.replace('`(?s)', '`')}`,
    );
  }
}
