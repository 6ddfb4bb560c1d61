import type { PlanRequest } from '../../src/capacity/request';
import { chat, chat70b, must, refusals } from '../plan/requests';
import { expressions, promqlErrors } from './promql-errors';

const forecast = (part: object = {}, rest: Partial<PlanRequest> = {}) =>
  chat({ scaling: { forecast: part }, ...rest });
const own = 'namespace="serving",service="chat"';

describe('a forecast', () => {
  const { scaling, fleet, replica } = forecast();
  const { signals, recordings, timeToScaleSeconds } = must(scaling);
  const [driver, signal] = signals;
  const lead = Math.ceil(timeToScaleSeconds);
  const cap = must(replica).inFlightScaleTarget * must(fleet).maxReplicas;

  test('asks for the most of last week in the coming time to scale, at most what the maximum holds', () => {
    const range = `service:vllm_requests_in_flight:sum{${own}}[${lead}s] offset ${604800 - lead}s`;
    expect(signal).toMatchObject({
      name: 'forecast',
      kind: 'total',
      metricType: 'AverageValue',
      threshold: driver.threshold,
      query: `clamp_max(max(max_over_time(${range})), ${cap}) or vector(0)`,
    });
  });

  test('looks from now a week ago to a time to scale later', () => {
    const [, range, offset] = must(/\[(\d+)s\] offset (\d+)s/.exec(signal.query) ?? undefined);
    // A range ends at its offset and begins that much earlier.
    expect(Number(offset) + Number(range)).toBe(7 * 24 * 3600);
    expect(Number(range)).toBe(lead);
  });

  test('grows by what is stated', () => {
    const [, grown] = must(forecast({ weekOverWeekGrowth: 1.2 }).scaling).signals;
    expect(grown.query).toContain('clamp_max(1.2 * max(max_over_time(');
  });

  test('records what the driver reads, under the labels by which it is found', () => {
    expect(recordings).toEqual([
      {
        record: 'service:vllm_requests_in_flight:sum',
        expression: driver.query,
        labels: { namespace: 'serving', service: 'chat' },
        intervalSeconds: 15,
        reason: expect.any(String),
      },
    ]);
    const platform = { metricsMatchers: { cluster: 'prod-1' }, scrapeIntervalSeconds: 5 };
    const shared = must(forecast({}, { platform }).scaling);
    expect(shared.recordings[0]).toMatchObject({
      labels: { cluster: 'prod-1', namespace: 'serving', service: 'chat' },
      intervalSeconds: 5,
    });
    expect(shared.signals[1].query).toContain(`:sum{cluster="prod-1",${own}}[`);
  });

  test('is PromQL, as is what it records', () => {
    const all = expressions(forecast({ weekOverWeekGrowth: 1.2 }));
    expect(all.some((expression) => expression.includes('offset'))).toBe(true);
    expect(all.flatMap(promqlErrors)).toEqual([]);
  });

  test('is not there unless it is asked for, and tells what it needs where it is', () => {
    expect(must(chat().scaling).recordings).toEqual([]);
    const needs = (answer: ReturnType<typeof chat>) =>
      answer.requirements.filter(({ what }) => /8 days|recording rule/.test(what)).length;
    expect([needs(chat()), needs(forecast())]).toEqual([0, 2]);
  });

  test.each(['amazon', 'azure'] as const)(
    'is refused on %s, whose rules are no objects',
    (kind) => {
      const platform = { metricsBackend: kind };
      const request = { ...chat70b, platform, scaling: { forecast: {} } };
      expect(refusals(request)).toMatchObject([
        { path: '/scaling/forecast', fix: expect.stringContaining('floorsFromHistory') },
      ]);
      expect(refusals({ ...request, platform: { metricsBackend: 'google' } })).toEqual([]);
    },
  );
});
