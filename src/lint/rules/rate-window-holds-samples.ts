import type { Problem } from '../finding';
import { functionOn, selectorsOf } from '../promql/walk';
import type { Rule } from '../rule';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import type { LintView } from '../view/view';

export const rateWindowHoldsSamples: Rule = {
  id: 'R79',
  name: 'rate-window-holds-samples',
  severity: 'error',
  sentence: 'The window of a rate holds two scrapes, also when one is late.',
  why: 'rate() needs two samples in its window. One that is as short as the interval of the scrapes holds one of them, and the query answers with nothing; one below twice the interval is empty whenever a scrape is late or lost.',
  fix: 'make the window four times the interval of the scrapes',
  source: 'Prometheus documentation of rate(); promql/functions.go, extrapolatedRate',
  check: (view) => scalingQueries(view).flatMap((query) => problems(query, view)),
};

const NEEDS_TWO = ['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv'];

function problems({ expr, query, service }: ScalingQuery, { site }: LintView): Problem[] {
  const stated = service?.monitors.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ intervalSeconds }) => intervalSeconds?.value ?? []),
  );
  const interval = stated?.length ? Math.max(...stated) : site.scrapeIntervalSeconds;
  if (interval === undefined) return [];
  const windows = selectorsOf(expr).flatMap((use) =>
    NEEDS_TWO.includes(functionOn(use) ?? '') ? (use.selector.rangeSeconds ?? []) : [],
  );
  const shortest = Math.min(...windows);
  if (windows.length === 0 || shortest >= 2 * interval) return [];
  const isNever = shortest <= interval;
  return [
    {
      ...query,
      severity: isNever ? 'error' : 'warning',
      message: `a window of ${shortest} s over scrapes every ${interval} s holds ${isNever ? 'one sample at most, and a rate needs two: it answers with nothing' : 'two samples only while every scrape is in time: it is empty after a lost one'}`,
      fix: `write a window of ${4 * interval}s`,
    },
  ];
}
