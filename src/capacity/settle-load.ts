import { type Assumption, assumptions } from './defaults';
import type { Growth } from './growth';
import type { TrafficHistory } from './history/traffic-history';
import { type Ledger, round } from './ledger';
import type { Load } from './load';
import type { TrafficRequest } from './request';
import type { PlanInputs } from './resolve';

const NORMAL_P95 = 1.645;

/** Completes traffic and objectives: what is stated, else what a trace shows, else an assumption. */
export function settleLoad({ request, history }: PlanInputs, ledger: Ledger): Load | undefined {
  const { traffic, objectives = {} } = request;
  if (!traffic) return undefined;
  const settle = settler(ledger, history?.source);
  const { meanOverPeak, troughOverMean, rampOverMeanPerMinute, outputTailRatio } = assumptions;
  // A tail belongs to its mean: that of the trace says nothing of a mean that is stated.
  const tails = {
    input: traffic.inputTokens === undefined ? history?.inputTokensP95 : undefined,
    output: traffic.outputTokens === undefined ? history?.outputTokensP99 : undefined,
  };
  const inputTokens = settle('/traffic/inputTokens', 'tokens', assumptions.inputTokens, {
    stated: traffic.inputTokens,
    measured: history?.inputTokens,
  });
  const outputTokens = settle('/traffic/outputTokens', 'tokens', assumptions.outputTokens, {
    stated: traffic.outputTokens,
    measured: history?.outputTokens,
  });
  const peak = settlePeak(traffic, history, ledger);
  const mean = settle('/traffic/meanRequestsPerSecond', 'requests/s', times(peak, meanOverPeak), {
    stated: traffic.meanRequestsPerSecond,
    measured: history?.meanRequestsPerSecond,
  });
  const growth = settleGrowth(traffic, history, times(mean, rampOverMeanPerMinute), settle);
  const { timeToFirstTokenP95Ms, timePerOutputTokenP95Ms, spareReplicas } = assumptions;
  return {
    inputTokens,
    outputTokens,
    cachedInputShare: traffic.cachedInputShare ?? 0,
    inputVariation: variationOf(inputTokens, traffic.inputTokensP95 ?? tails.input, ledger),
    peak,
    mean,
    // A mean that is stated may lie below what a trace calls quiet.
    trough: Math.min(mean, history?.troughRequestsPerSecond ?? mean * troughOverMean.value),
    growth,
    outputTokensP99: settle(
      '/traffic/outputTokensP99',
      'tokens',
      times(outputTokens, outputTailRatio),
      { stated: traffic.outputTokensP99, measured: tails.output },
    ),
    routing: traffic.routing ?? 'random',
    objectives: {
      timeToFirstTokenP95Ms: settle(
        '/objectives/timeToFirstTokenP95Ms',
        'ms',
        timeToFirstTokenP95Ms,
        { stated: objectives.timeToFirstTokenP95Ms },
      ),
      timePerOutputTokenP95Ms: settle(
        '/objectives/timePerOutputTokenP95Ms',
        'ms',
        timePerOutputTokenP95Ms,
        { stated: objectives.timePerOutputTokenP95Ms },
      ),
    },
    spareReplicas: settle('/objectives/spareReplicas', 'replicas', spareReplicas, {
      stated: objectives.spareReplicas,
    }),
  };
}

interface Known {
  readonly stated?: number;
  readonly measured?: number;
}
type Settle = (quantity: string, unit: string, assumed: Assumption, known: Known) => number;

/** What is not stated becomes evidence: measured on a trace, or assumed. */
function settler(ledger: Ledger, trace = ''): Settle {
  return (quantity, unit, { value, source }, { stated, measured }) => {
    if (stated !== undefined) return stated;
    if (measured === undefined) return ledger.assume(quantity, value, unit, source);
    const formula = `${round(measured)} in the trace`;
    return ledger.settle(quantity, measured, { unit, kind: 'measured', formula, source: trace });
  };
}

function times(value: number, { value: factor, source }: Assumption): Assumption {
  return { value: value * factor, source };
}

/** One of both is given: a request without is refused. */
function settlePeak(
  { peakRequestsPerSecond: stated }: TrafficRequest,
  history: TrafficHistory | undefined,
  ledger: Ledger,
): number {
  if (stated !== undefined || !history) return stated ?? 0;
  const { peakRequestsPerSecond: peak, maxRequestsPerSecond: most, binSeconds } = history;
  return ledger.settle('/traffic/peakRequestsPerSecond', peak, {
    unit: 'requests/s',
    kind: 'measured',
    formula: `99th percentile of the trace in bins of ${round(binSeconds)} s, the highest has ${round(most)}`,
    source: history.source,
    high: most,
  });
}

function settleGrowth(
  { rampRequestsPerSecondPerMinute: stated }: TrafficRequest,
  history: TrafficHistory | undefined,
  assumed: Assumption,
  settle: Settle,
): Growth {
  if (stated === undefined && history && history.growth.length > 0) {
    return { kind: 'measured', horizons: history.growth };
  }
  const quantity = '/traffic/rampRequestsPerSecondPerMinute';
  const perMinute = settle(quantity, 'requests/s per minute', assumed, { stated });
  return { kind: stated === undefined ? 'assumed' : 'stated', ramp: perMinute / 60 };
}

/** Coefficient of variation of a log-normal prompt length with this mean and 95th percentile. */
function variationOf(mean: number, p95: number | undefined, ledger: Ledger): number {
  const { value, source } = assumptions.inputVariation;
  if (p95 === undefined) return ledger.assume('/traffic/inputVariation', value, 'ratio', source);
  const ratio = Math.log(p95 / mean);
  const room = NORMAL_P95 ** 2 - 2 * ratio;
  const sigma = NORMAL_P95 - Math.sqrt(Math.max(0, room));
  return Math.sqrt(Math.exp(sigma ** 2) - 1);
}
