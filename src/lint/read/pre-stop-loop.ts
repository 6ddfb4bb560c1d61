/** Clocks that a loop is held against: the bound is in seconds. */
const CLOCKS = [
  /\btimeout\s+(?:-\S+\s+)*(\d+)s?\b/,
  /date \+%s\)?\s*\+\s*(\d+)/,
  /\bSECONDS"?\s*-(?:lt|le|ge|gt)\s*"?(\d+)/,
  /\(\(\s*SECONDS\s*[<>]=?\s*(\d+)/,
  /\b(?:time|monotonic)\(\)\s*\+\s*(\d+)/,
];

/** Counters: so many turns. */
const COUNTERS = [
  /\bseq\s+(?:\d+\s+)?(\d+)/,
  /\{\d+\.\.(\d+)\}/,
  /-(?:lt|le|ge|gt)\s+"?(\d+)/,
  /<=?\s*(\d+)\s*(?:;|\))/,
  /\brange\((?:\d+,\s*)?(\d+)\)/,
];

/** How many seconds a loop lasts at most, whose turns sleep so long; nothing where nothing ends it. */
export function loopSeconds(script: string, turnSeconds: number): number | undefined {
  const clock = firstNumber(script, CLOCKS);
  if (clock !== undefined) return clock;
  const turns = firstNumber(script, COUNTERS);
  if (turns === undefined) return undefined;
  const step = /=\$\(\(\s*\$?\w+\s*\+\s*(\d+)\s*\)\)/.exec(script)?.[1] ?? '1';
  return Math.ceil(turns / Math.max(1, Number(step))) * turnSeconds;
}

function firstNumber(script: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(script)?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}
