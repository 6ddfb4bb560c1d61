import { InvalidInput } from '../../violations';
import { growthHorizons } from './horizons';
import { hourlyProfile, troughOf } from './hours';
import { readTrace, type TraceOptions } from './read-trace';
import { ascending, percentile, type Trace } from './trace';
import { binsOf } from './trace-bins';
import type { TrafficHistory } from './traffic-history';

/** The history of a file; `pointer` is where its path was stated. */
export function historyFromFile(
  path: string,
  options: TraceOptions = {},
  pointer = 'path',
): TrafficHistory {
  return summarise(readTrace(path, options, pointer), pointer);
}

/** What a plan needs to know of a trace. */
export function summarise(trace: Trace, pointer = 'path'): TrafficHistory {
  const bins = binsOf(trace, pointer);
  const { binSeconds, startSeconds } = bins;
  const rates = ascending(bins.rates.filter((rate) => rate !== undefined));
  if (!(rates[rates.length - 1] > 0)) throw idle(trace.source, pointer);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const hours = hourlyProfile(bins, trace.clock);
  const trough = troughOf(bins);
  return {
    source: trace.source,
    spanSeconds: Math.round(bins.rates.length * binSeconds),
    binSeconds,
    ...(trace.clock === 'utc' ? { start: new Date(startSeconds * 1000).toISOString() } : {}),
    // A trace that idles for all but one bin in a hundred still has that one.
    peakRequestsPerSecond: short(Math.max(percentile(rates, 0.99), mean)),
    maxRequestsPerSecond: short(rates[rates.length - 1]),
    meanRequestsPerSecond: short(mean),
    ...(trough === undefined ? {} : { troughRequestsPerSecond: short(trough) }),
    ...lengthsIn(trace),
    growth: growthHorizons(bins).map(({ minutes, p95, p99 }) => ({
      minutes,
      p95: short(p95),
      p99: short(p99),
    })),
    ...(hours ? { hours: hours.map(short) } : {}),
  };
}

function idle(value: string, path: string): InvalidInput {
  const allowed = 'a trace with requests: every rate in it is 0';
  const fix = 'look for a query that found no series, or state the traffic without a history';
  return new InvalidInput([{ path, value, allowed, fix }]);
}

type Lengths = Pick<
  TrafficHistory,
  'inputTokens' | 'inputTokensP95' | 'outputTokens' | 'outputTokensP99'
>;

function lengthsIn({ inputTokens, outputTokens, rates }: Trace): Lengths {
  const input = lengthsOf(inputTokens, rates, 0.95);
  const output = lengthsOf(outputTokens, rates, 0.99);
  return {
    ...(input ? { inputTokens: input.mean } : {}),
    ...(input?.tail ? { inputTokensP95: input.tail } : {}),
    ...(output ? { outputTokens: output.mean } : {}),
    ...(output?.tail ? { outputTokensP99: output.tail } : {}),
  };
}

/** Bins know only the mean of their requests, so they have no tail. */
function lengthsOf(
  tokens: readonly number[],
  rates: readonly number[] | undefined,
  share: number,
): { readonly mean: number; readonly tail?: number } | undefined {
  // A length of 0 is a request that failed; it loaded nothing.
  const known = tokens.map((each, i) => ({ each, weight: rates ? rates[i] : 1 }));
  const counted = known.filter(({ each, weight }) => each > 0 && weight > 0);
  if (counted.length === 0) return undefined;
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const mean = counted.reduce((sum, { each, weight }) => sum + each * weight, 0) / total;
  if (rates) return { mean: short(mean) };
  const tail = percentile(ascending(counted.map(({ each }) => each)), share);
  return { mean: short(mean), tail: short(Math.max(tail, mean)) };
}

/** Four digits: a trace says no more, and the annotation stays short. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}
