import {
  MetricsBackend,
  ScalingSignal,
  ServingPlatform,
  type TraceBin,
  TraceFormat,
  TrafficTrace,
} from '../../src';
import { formatNames } from '../../src/capacity/history/trace-formats';
import { fileOf } from '../capacity/history/traces';
import { chartOf, type Fields, objectOf, refusal, serviceOf } from './support';

/** A week of hours, busy from nine to five. */
const bins: TraceBin[] = Array.from({ length: 7 * 24 }, (_, hour) => ({
  time: new Date(Date.UTC(2026, 0, 5, hour)).toISOString(),
  requestsPerSecond: hour % 24 >= 9 && hour % 24 < 17 ? 90 : 10,
  inputTokens: 500,
  outputTokens: 200,
}));
const history = TrafficTrace.fromBins('a week', bins);

describe('a traffic trace', () => {
  test('tells what it shows, and at another volume too', () => {
    const { spanSeconds, binSeconds } = history;
    expect([spanSeconds, binSeconds]).toEqual([604_800, 3600]);
    const twice = history.times(2);
    expect([
      twice.peakRequestsPerSecond,
      twice.maxRequestsPerSecond,
      history.times(0.5).meanRequestsPerSecond,
    ]).toEqual([180, 180, history.meanRequestsPerSecond / 2]);
    for (const factor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => history.times(factor)).toThrow('must be more than 0 and finite');
    }
  });

  test('is read from a file, whose format and start may be stated', () => {
    const path = fileOf('week.csv', 'seconds,requestsPerSecond', '0,4', '3600,6');
    expect(TrafficTrace.fromFile(path).meanRequestsPerSecond).toBe(5);
    const dated = TrafficTrace.fromFile(path, {
      format: TraceFormat.PLAIN,
      start: '2026-01-05T00:00:00Z',
    });
    const { plan } = serviceOf({ traffic: { history: dated } });
    expect(plan.toRequest().traffic.history.start).toBe('2026-01-05T00:00:00.000Z');
    const refused = () => TrafficTrace.fromFile(path, { format: TraceFormat.AZURE });
    expect(refused).toThrow('of the format azure');
    const misspelt = { formt: TraceFormat.PLAIN } as never;
    expect(() => TrafficTrace.fromFile(path, misspelt)).toThrow("did you mean 'format'?");
  });

  test('has a format for every reader', () => {
    expect(Object.values(TraceFormat).sort()).toEqual([...formatNames].sort());
  });

  test('refuses bins that lack a time or a rate, and names that no bin has', () => {
    const { time } = bins[0];
    const misspelt = { time, requestPerSecond: 4 } as never;
    const refused = (bin: never) =>
      refusal(() => TrafficTrace.fromBins('broken', [bin, bins[1]])).split('\n');
    expect(refused(misspelt)).toEqual([
      expect.stringContaining("did you mean 'requestsPerSecond'?"),
      "'bins[0].requestsPerSecond' (missing) must be a number, 0 or more: correct it or leave the bin out",
    ]);
    expect(refused({ requestsPerSecond: 4 } as never)).toEqual([
      "'bins[0].time' (missing) must be a date and time from 1970 on: e.g. 2026-11-23T08:00:00Z",
    ]);
    expect(refused({ ...bins[0], time: '1969-07-20' } as never)).toHaveLength(1);
  });

  test('refuses bins that are all zero', () => {
    const idle = bins.map((bin) => ({ ...bin, requestsPerSecond: 0 }));
    expect(refusal(() => TrafficTrace.fromBins('idle', idle))).toBe(
      '\'bins\' ("idle") must be a trace with requests: every rate in it is 0: look for a query that found no series, or state the traffic without a history',
    );
  });

  test('refuses every broken bin at once', () => {
    const broken = [{ ...bins[0], time: 'noon' }, bins[1], { ...bins[2], requestsPerSecond: -1 }];
    expect(refusal(() => TrafficTrace.fromBins('broken', broken)).split('\n')).toEqual([
      '\'bins[0].time\' ("noon") must be a date and time from 1970 on: e.g. 2026-11-23T08:00:00Z',
      "'bins[2].requestsPerSecond' (-1) must be a number, 0 or more: correct it or leave the bin out",
    ]);
  });
});

describe('a service with a history', () => {
  const signals = [ScalingSignal.floorsFromHistory('UTC'), ScalingSignal.forecast()];
  const service = serviceOf({ traffic: { history }, signals });

  test('is sized by the trace, and carries no more of it than its summary', () => {
    expect(service.plan.explain('/traffic/peakRequestsPerSecond')).toContain('a week');
    const annotation = objectOf(service, 'LeaderWorkerSet')?.metadata.annotations[
      'cdk8s-llm.dev/plan'
    ];
    expect(JSON.parse(annotation).traffic).toEqual({ history: history._toRequest() });
    expect(annotation.length).toBeLessThan(4096);
  });

  test('opens floors by the clock and looks at last week', () => {
    const { triggers } = (objectOf(service, 'ScaledObject') as Fields).spec;
    const cron = triggers.filter(({ type }: Fields) => type === 'cron');
    expect(cron.length).toBeGreaterThan(0);
    expect(cron[0].metadata).toMatchObject({
      timezone: 'UTC',
      end: expect.stringMatching(/^0 17 /),
    });
    expect(triggers.map(({ name }: Fields) => name)).toContain('forecast');
    expect(objectOf(service, 'PrometheusRule')?.metadata.name).toBe('chat-recordings');
  });

  test('stands in the way of nothing without those signals', () => {
    const plain = serviceOf({ traffic: { history } });
    expect(objectOf(plain, 'PrometheusRule')).toBeUndefined();
    expect(plain.plan.scaling?.floors).toEqual([]);
  });
});

describe('what is refused is named in the words of the props', () => {
  test.each<[string, Parameters<typeof serviceOf>[0]]>([
    ['traffic.peakRequestsPerSecond', { traffic: {} }],
    ['traffic.peakRequestsPerSecond', { traffic: { history, peakRequestsPerSecond: 2 } }],
    [
      'signals[1].timeZone',
      {
        traffic: { history },
        signals: [ScalingSignal.queue(), ScalingSignal.floorsFromHistory('Mars')],
      },
    ],
    ['signals[0]', { signals: [ScalingSignal.floorsFromHistory('UTC'), ScalingSignal.queue()] }],
    [
      'signals[1].weekOverWeekGrowth',
      { signals: [ScalingSignal.queue(), ScalingSignal.forecast({ weekOverWeekGrowth: 0 })] },
    ],
  ])("'%s'", (prop, part) => {
    expect(refusal(() => serviceOf(part))).toContain(`'${prop}' (`);
  });

  test('and a forecast where no rule is an object, with another way', () => {
    const metrics = MetricsBackend.amazon('https://aps', 'eu-central-1');
    const chart = chartOf(ServingPlatform.custom({ metrics }));
    const message = refusal(() => serviceOf({ signals: [ScalingSignal.forecast()] }, chart));
    expect(message).toContain("'signals[0]' (");
    expect(message).toContain('ScalingSignal.floorsFromHistory');
  });

  test('and a misspelt option of a forecast', () => {
    const misspelt = { growth: 1.1 } as never;
    expect(() => ScalingSignal.forecast(misspelt)).toThrow("'options.growth' (1.1)");
  });
});
