import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { gaugeRates } from '../signal/gauge-rate';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';

export const gaugeHasNoRate: Rule = {
  id: 'R7',
  name: 'gauge-has-no-rate',
  severity: 'error',
  sentence: 'rate() and increase() are taken of counters.',
  why: 'Of a gauge they read every fall as a restart of a counter and add it up: a queue of a constant thousand has a rate of 0, and one that empties has a high one.',
  fix: 'use the gauge itself, or avg_over_time( … ) to smooth it',
  source: 'Prometheus documentation of rate(); vllm/v1/metrics/loggers.py',
  check: (view) => scalingQueries(view).flatMap(problems),
};

function problems({ expr, query }: ScalingQuery): Problem[] {
  return gaugeRates(expr).map(({ name, func }) => ({
    ...query,
    words: name,
    message: `"${name}" is a gauge, and ${func}() of it is near 0 however many wait: the trigger does not see a long queue`,
    fix: `use sum(${name}{ … }) itself, or avg_over_time`,
  }));
}
