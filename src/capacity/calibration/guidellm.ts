import { at, known, type Problem, positive, short, text } from './fields';
import type { CalibrationReading, CalibrationRow } from './row';

/** Whether a value is a report of GuideLLM, of any version of its format. */
export function isGuideLlm(value: unknown): boolean {
  const benchmarks = at(value, 'benchmarks');
  return Array.isArray(benchmarks) && benchmarks.some((each) => at(each, 'metrics') !== undefined);
}

/** One load point a benchmark of the report. */
export function readGuideLlm(report: unknown, problem: Problem): CalibrationReading {
  const benchmarks = at(report, 'benchmarks') as readonly unknown[];
  const rows = benchmarks.map((each, i) => {
    const row = rowOf(each);
    if (row) return row;
    const fix = 'drop it from the report, or run it longer and with more than one output token';
    throw problem(
      `benchmarks[${i}]`,
      'a benchmark with successful requests, their prompt_token_count, output_token_count and inter_token_latency_ms',
      fix,
    );
  });
  return {
    rows,
    measured: {},
    startupStages: [],
    provenance: {
      flags: known({
        model: (text(at(report, 'config', 'spec', 'backend', 'model')) ??
          text(at(report, 'args', 'model'))) as string,
      }),
    },
  };
}

function rowOf(benchmark: unknown): CalibrationRow | undefined {
  const mean = (metric: string): number | undefined =>
    positive(at(benchmark, 'metrics', metric, 'successful', 'mean'));
  const inputTokens = mean('prompt_token_count');
  const outputTokens = mean('output_token_count');
  // Its time_per_output_token_ms spreads the first token over all of them; this does not.
  const perToken = mean('inter_token_latency_ms');
  if (inputTokens === undefined || outputTokens === undefined || perToken === undefined) {
    return undefined;
  }
  const first = mean('time_to_first_token_ms');
  const throughput = mean('output_tokens_per_second');
  return known({
    ...loadOf(benchmark, mean),
    inputTokens: short(inputTokens),
    outputTokens: short(outputTokens),
    timePerOutputTokenMs: short(perToken),
    timeToFirstTokenMs: first && short(first),
    outputTokensPerSecond: throughput && short(throughput),
    numPrompts: positive(at(benchmark, 'metrics', 'request_totals', 'total')),
  });
}

/** The strategy lies in `config` since 0.4, in `args` before. */
function loadOf(
  benchmark: unknown,
  mean: (metric: string) => number | undefined,
): Partial<CalibrationRow> {
  const strategy =
    at(benchmark, 'config', 'strategy') ??
    at(benchmark, 'args', 'strategy') ??
    at(benchmark, 'scheduler', 'strategy');
  switch (at(strategy, 'type_')) {
    case 'constant':
    case 'poisson':
    case 'async':
      return { requestsPerSecond: positive(at(strategy, 'rate')) ?? mean('requests_per_second') };
    case 'synchronous':
      return { concurrency: 1 };
    case 'concurrent':
      return { concurrency: positive(at(strategy, 'streams')) ?? mean('request_concurrency') };
    default:
      return { concurrency: Math.max(1, short(mean('request_concurrency') ?? 1)) };
  }
}
