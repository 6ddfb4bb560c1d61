import {
  amount,
  at,
  type Fields,
  known,
  mapping,
  type Problem,
  positive,
  short,
  text,
} from './fields';
import type { CalibrationReading, CalibrationRow } from './row';

/** Whether an object is a result of `vllm bench serve` or of `benchmark_serving.py` before it. */
export function isVllmBench(value: unknown): boolean {
  return at(value, 'total_output_tokens') !== undefined && at(value, 'completed') !== undefined;
}

/** Load points of results; `problem` says what a result lacks. */
export function readVllmBench(results: readonly unknown[], problem: Problem): CalibrationReading {
  const rows = results.map((result) => rowOf(mapping(result) ?? {}, problem));
  const [first] = results.map(mapping);
  return {
    rows,
    measured: {},
    startupStages: [],
    // What `--metadata` added, and the model, which the plan cannot check: it may be served by alias.
    provenance: {
      ...known({ engineVersion: rows[0]?.engineVersion, gpu: rows[0]?.gpu }),
      flags: known({
        model: text(first?.model_id) as string,
        backend: text(first?.backend) as string,
      }),
    },
  };
}

function rowOf(result: Fields, problem: Problem): CalibrationRow {
  const completed = positive(result.completed);
  if (completed === undefined) {
    throw problem(
      result.completed,
      'a run with completed requests',
      'look at its errors, run again',
    );
  }
  const input = positive(result.total_input_tokens);
  const output = positive(result.total_output_tokens);
  if (input === undefined || output === undefined) {
    const seen = { total_input_tokens: input, total_output_tokens: output };
    throw problem(seen, 'total_input_tokens and total_output_tokens, more than 0', 'run it again');
  }
  const perToken = timeOf(result, 'tpot') ?? timeOf(result, 'itl');
  if (perToken === undefined) {
    const fix =
      'run a text model with more than one output token, and --percentile-metrics with tpot';
    throw problem(result.mean_tpot_ms, 'mean_tpot_ms, more than 0', fix);
  }
  const first = timeOf(result, 'ttft');
  const outputTokens = short(output / completed);
  const endToEndMs = timeOf(result, 'e2el') ?? (first ?? 0) + (outputTokens - 1) * perToken;
  return known({
    ...loadOf(result, endToEndMs),
    inputTokens: short(input / completed),
    outputTokens,
    timePerOutputTokenMs: short(perToken),
    timeToFirstTokenMs: first && short(first),
    outputTokensPerSecond: shortened(positive(result.output_throughput)),
    numPrompts: positive(result.num_prompts),
    tensor: positive(result.tp ?? result.tensor_parallel_size),
    engineVersion: text(result.engine_version ?? result.vllm_version),
    gpu: text(result.gpu),
  });
}

/** Means, as the plan predicts; results that were made with few metrics may have medians only. */
function timeOf(result: Fields, metric: string): number | undefined {
  return positive(result[`mean_${metric}_ms`]) ?? positive(result[`median_${metric}_ms`]);
}

/** A rate is an open loop as long as the cap on requests in flight does not hold it back. */
function loadOf(result: Fields, endToEndMs: number): Partial<CalibrationRow> {
  const cap = positive(result.max_concurrency);
  // "inf" is no number: all requests are sent at once.
  const rate = positive(result.request_rate);
  if (rate === undefined) return { concurrency: cap ?? amount(result.num_prompts) };
  const inFlight = (rate * endToEndMs) / 1000;
  return cap !== undefined && inFlight >= cap ? { concurrency: cap } : { requestsPerSecond: rate };
}

function shortened(value: number | undefined): number | undefined {
  return value === undefined ? undefined : short(value);
}
