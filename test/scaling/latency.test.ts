import * as fc from 'fast-check';
import schema from '../../schema/plan-request.schema.json';
import { engineMetric } from '../../src/engines/vllm/metrics';
import { type AlertInputs, alerts } from '../../src/scaling/alerts';
import { edgeFor } from '../../src/scaling/latency';
import { scalingSignals } from '../../src/scaling/signals';
import { families, measuredVersions, scrapeOf } from '../engines/vllm/captures';
import { must } from '../plan/requests';
import { histogramQuantile } from './histogram-quantile';

const own = 'namespace="serving",service="chat"';
const scopeOf = (engineVersion: string) => ({
  namespace: 'serving',
  service: 'chat',
  matchers: {},
  engineVersion,
  podPattern: 'chat-[0-9]+',
  kubeStateMetrics: true,
  readyMetric: 'kube_pod_status_ready' as const,
});

const inputs: AlertInputs = {
  queueThreshold: 4,
  timeToFirstTokenSeconds: 0.2,
  timePerOutputTokenSeconds: 0.03,
  coldStartSeconds: 200,
  minReplicas: 2,
  maxReplicas: 9,
  windowSeconds: 120,
};

/** The alert at a p95 in milliseconds. */
const alertAt = {
  'time-to-first-token': (ms: number, version?: string) =>
    alertOf('time-to-first-token', { timeToFirstTokenSeconds: ms / 1000 }, version),
  'time-per-output-token': (ms: number, version?: string) =>
    alertOf('time-per-output-token', { timePerOutputTokenSeconds: ms / 1000 }, version),
};

function alertOf(wanted: string, objective: Partial<AlertInputs>, version = '0.32.0') {
  const all = alerts(scopeOf(version), { ...inputs, ...objective });
  return must(all.find(({ name }) => name === wanted));
}

describe('an alert on a latency', () => {
  test.each([
    ['time-to-first-token', 200, 0.25],
    ['time-to-first-token', 250, 0.25],
    ['time-to-first-token', 251, 0.5],
    ['time-to-first-token', 1000, 1],
    ['time-to-first-token', 3000, 5],
    ['time-per-output-token', 25, 0.025],
    ['time-per-output-token', 30, 0.05],
    ['time-per-output-token', 80, 0.1],
  ] as const)('%s with an objective of %i ms fires above %d s, an edge', (name, ms, edge) => {
    expect(alertAt[name](ms)).toMatchObject({ warning: edge, critical: edge });
  });

  test('compares the p95 of the histogram, whatever the objective', () => {
    const p95 = (histogram: string) =>
      `(histogram_quantile(0.95, sum by (le) (rate(vllm:${histogram}_seconds_bucket{${own}}[120s]))) >= 0) or 0 * sum(vllm:num_requests_running{${own}})`;
    for (const ms of [30, 200, 500]) {
      expect(alertAt['time-to-first-token'](ms).expression).toBe(p95('time_to_first_token'));
      expect(alertAt['time-per-output-token'](ms).expression).toBe(
        p95('request_time_per_output_token'),
      );
    }
  });

  test('says what it watches instead of an objective between edges', () => {
    expect(alertAt['time-to-first-token'](200).reason).toBe(
      'the objective of 200 ms lies between edges of the histogram, 100 ms and 250 ms: only a p95 above 250 ms is seen to miss it',
    );
    expect(alertAt['time-per-output-token'](5).reason).toBe(
      'the objective of 5 ms lies between edges of the histogram, 0 ms and 10 ms: only a p95 above 10 ms is seen to miss it',
    );
    expect(alertAt['time-to-first-token'](500).reason).toBe('the objective');
  });

  test('is silent, and says so, where nothing reads as more than the last edge', () => {
    const { critical, reason } = alertAt['time-per-output-token'](50_000);
    expect(critical).toBe(80);
    expect(reason).toBe(
      'the objective of 50 s is beyond 40 s, the last edge below the end of the histogram at 80 s: nobody sees it missed',
    );
    expect(edgeFor(90, [40, 80]).seconds).toBe(90);
    const { timeToFirstTokenP95Ms } = schema.properties.objectives.properties;
    expect(alertAt['time-to-first-token'](timeToFirstTokenP95Ms.maximum).critical).toBe(640);
  });
});

describe('a simulated engine behind a real Prometheus', () => {
  // As read with 95 % of first tokens within 0.19 s and every token at 0.027 s.
  test.each([
    ['time-to-first-token', 200, 0.2275],
    ['time-per-output-token', 30, 0.048],
  ] as const)('%s within %i ms reads as %d s, which is no alert', (name, ms, read) => {
    expect(read).toBeLessThanOrEqual(alertAt[name](ms).warning);
  });
});

const histograms = [
  { name: 'time-to-first-token', signal: 'timeToFirstToken' },
  { name: 'time-per-output-token', signal: 'timePerOutputToken' },
] as const;

describe.each(
  measuredVersions.flatMap((version) => histograms.map((each) => ({ version, ...each }))),
)('$name of vLLM $version', ({ version, name, signal }) => {
  const scraped = must(families(scrapeOf(version)).get(must(engineMetric(signal, version)).name));
  const edges = scraped.buckets;
  const read = (latencies: readonly number[]) => histogramQuantile(0.95, latencies, edges);

  const share = fc.double({ min: 1e-3, max: 1, noNaN: true });
  const more = fc.double({ min: 1.001, max: 1e4, noNaN: true });
  const objectiveMs = fc.integer({
    min: 1,
    max: name === 'time-to-first-token' ? 600_000 : 40_000,
  });

  test('is critical on the first scraped edge that is not below the objective', () => {
    for (const ms of [1, 10, 33, 100, 200, 1000, 40_000]) {
      const edge = edges.find((each) => each >= ms / 1000);
      expect(alertAt[name](ms, version)).toMatchObject({ warning: edge, critical: edge });
    }
  });

  test('never fires while 95 % are within the objective, however slow the others', () => {
    fc.assert(
      fc.property(
        objectiveMs,
        fc.array(share, { minLength: 1, maxLength: 60 }),
        fc.array(more, { maxLength: 3 }),
        (ms, within, beyond) => {
          const few = beyond.slice(0, Math.floor(within.length / 19));
          const latencies = [...within, ...few].map((factor) => (factor * ms) / 1000);
          const { warning, critical } = alertAt[name](ms, version);
          expect(read(latencies)).toBeLessThanOrEqual(Math.min(warning, critical));
        },
      ),
    );
  });

  test('fires when more than 5 % are beyond its edge, however fast the others', () => {
    fc.assert(
      fc.property(
        objectiveMs,
        fc.array(share, { maxLength: 60 }),
        fc.array(more, { minLength: 4, maxLength: 9 }),
        (ms, within, beyond) => {
          const edge = must(edges.find((each) => each >= ms / 1000));
          const latencies = [...within, ...beyond].map((factor) => factor * edge);
          expect(read(latencies)).toBeGreaterThan(alertAt[name](ms, version).critical);
        },
      ),
    );
  });
});

describe('the trigger on the time to first token', () => {
  const signalAt = (ms: number) => {
    const [, signal] = scalingSignals(
      scopeOf('0.32.0'),
      {
        inFlightTarget: 106,
        maxWaiting: 148,
        queueThreshold: 4,
        replicasWithGrowth: 9,
        kvUsageThreshold: 0.5,
        timeToFirstTokenSeconds: ms / 1000,
        growthRatio: 1.5,
        windowSeconds: 120,
      },
      ['time-to-first-token'],
    );
    return signal;
  };

  test.each([
    [200, 0.25],
    [250, 0.25],
    [800, 1],
  ])('with an objective of %i ms is held at %d s, an edge', (ms, edge) => {
    expect(signalAt(ms).threshold).toBe(edge);
  });

  test('asks for no more replicas while 95 % are within the objective', () => {
    const { threshold } = signalAt(200);
    // Nineteen of twenty just within it: the line through their bucket reads 250 ms.
    const read = histogramQuantile(0.95, [...Array(19).fill(0.199), 9], [0.1, 0.25, 0.5]);
    expect(read).toBeGreaterThan(0.2);
    expect(Math.ceil(7 * (read / threshold))).toBe(7);
  });

  test('says what it watches', () => {
    expect(signalAt(200).reason).toBe(
      'the objective of 200 ms lies between edges of the histogram, 100 ms and 250 ms: only a p95 above 250 ms is seen to miss it; the signal lags by a window and is capped for that',
    );
    expect(signalAt(250).reason).toBe(
      'the objective; the signal lags by a window and is capped for that',
    );
  });
});
