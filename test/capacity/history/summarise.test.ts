import * as fc from 'fast-check';
import { gainsOver } from '../../../src/capacity/history/horizons';
import { traceOf } from '../../../src/capacity/history/read-trace';
import { historyFromFile, summarise } from '../../../src/capacity/history/summarise';
import { scaledHistory } from '../../../src/capacity/history/traffic-history';
import { fileOf, historyOfBins, officeHours } from './traces';

const HOUR = 3600;
/** Requests at these seconds. */
const requests = (seconds: number[], part = {}) =>
  summarise(
    traceOf(
      'requests',
      seconds.map((each) => ({ seconds: each, clock: 'none' as const, ...part })),
      {},
    ),
  );

describe('the history of a trace', () => {
  test('counts requests by the minute, without the minute that the end cuts short', () => {
    // 60 in the first minute, 120 in the second, one in a third.
    const seconds = [
      ...Array.from({ length: 60 }, (_, i) => i),
      ...Array.from({ length: 120 }, (_, i) => 60 + i / 2),
      120.5,
    ];
    expect(requests(seconds)).toMatchObject({
      spanSeconds: 120,
      binSeconds: 60,
      maxRequestsPerSecond: 2,
      meanRequestsPerSecond: 1.5,
      growth: [{ minutes: 1, p95: 1, p99: 1 }],
    });
  });

  test('plans for the 99th percentile of the bins, and for the mean where that is higher', () => {
    const rates = Array.from({ length: 200 }, (_, i) => i + 1);
    expect(historyOfBins(rates, 60)).toMatchObject({
      peakRequestsPerSecond: 198,
      maxRequestsPerSecond: 200,
      meanRequestsPerSecond: 100.5,
    });
    const burst = [...Array.from({ length: 199 }, () => 0), 1000];
    expect(historyOfBins(burst, 60)).toMatchObject({
      peakRequestsPerSecond: 5,
      maxRequestsPerSecond: 1000,
    });
  });

  test('has a quietest hour from a day on, and no hour of an outage is it', () => {
    expect(historyOfBins(officeHours(0.5))).not.toHaveProperty('troughRequestsPerSecond');
    const week = officeHours(7);
    week[30] = 0;
    expect(historyOfBins(week).troughRequestsPerSecond).toBe(10);
  });

  test('has the quiet of two hours a day for its trough', () => {
    const days = Array.from({ length: 5 * 24 }, (_, hour) => (hour % 24 < 2 ? 1 : 30));
    expect(historyOfBins(days).troughRequestsPerSecond).toBe(1);
  });

  test('has mean and tail of the lengths of requests, and those of failed ones not', () => {
    const lines = Array.from(
      { length: 100 },
      (_, i) => `${i * 2},m,${i + 1},${i === 0 ? 0 : 10},x,y`,
    );
    const header = 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type';
    expect(historyFromFile(fileOf('lengths.csv', header, ...lines))).toMatchObject({
      inputTokens: 50.5,
      inputTokensP95: 95,
      outputTokens: 10,
      outputTokensP99: 10,
    });
  });

  test('has means only of the lengths in bins, weighted by their requests', () => {
    const path = fileOf(
      'weighted.csv',
      'seconds,requestsPerSecond,inputTokens',
      '0,1,100',
      '60,3,200',
      '120,5,',
    );
    const history = historyFromFile(path);
    expect(history.inputTokens).toBe(175);
    expect(Object.keys(history)).not.toContain('inputTokensP95');
    expect(Object.keys(history)).not.toContain('outputTokens');
  });

  test('takes no length from bins without requests', () => {
    const path = fileOf(
      'idle.csv',
      'seconds,requestsPerSecond,inputTokens',
      '0,0,100',
      '60,0,200',
      '120,3,',
    );
    expect(historyFromFile(path)).not.toHaveProperty('inputTokens');
  });

  test('measures growth as the highest of what comes next over what is now', () => {
    const rates = [1, 1, 5, 2, 2, 9, 1];
    const growth = historyOfBins(rates, 60).growth;
    // A minute ahead: 0, 4, 0, 0, 7, 0. Two minutes ahead: 4, 4, 0, 7, 7. Five: 8, 8.
    expect(growth).toEqual([
      { minutes: 1, p95: 7, p99: 7 },
      { minutes: 2, p95: 7, p99: 7 },
      { minutes: 5, p95: 8, p99: 8 },
    ]);
  });

  test('measures growth in every window as a search of all its bins would', () => {
    const rates = fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }));
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 8 }), (all, bins) => {
        const searched = all.slice(0, Math.max(0, all.length - bins)).flatMap((now, i) => {
          if (now === undefined) return [];
          return Math.max(...all.slice(i, i + bins + 1).map((rate) => rate ?? 0)) - now;
        });
        expect(gainsOver(all, bins)).toEqual(searched);
      }),
    );
  });

  test('measures no growth over less than a bin', () => {
    const { growth } = historyOfBins(
      Array.from({ length: 40 }, (_, i) => i),
      600,
    );
    expect(growth.map(({ minutes, p99 }) => [minutes, p99])).toEqual([
      [10, 1],
      [20, 2],
      [30, 3],
      [60, 6],
    ]);
  });

  test('adds up lines of the same time, and takes a bin without any client for a gap', () => {
    const path = fileOf(
      'clients.csv',
      ...['0,1,1', '600,2,1', '1200,0,0', '1800,4,1'],
      ...['0,10,1', '600,0,0', '1200,0,0', '1800,40,1'],
    );
    const history = historyFromFile(path);
    expect(history).toMatchObject({ spanSeconds: 2400, maxRequestsPerSecond: 44 });
    expect(history.meanRequestsPerSecond).toBe(19);
    // From 11 and 2, not from nothing.
    expect(history.growth.slice(0, 2).map(({ p99 }) => p99)).toEqual([0, 42]);
  });

  test('is small enough for an annotation, whatever its length', () => {
    const rates = Array.from({ length: 28 * 144 }, (_, i) => Math.abs(Math.sin(i)) * 1234.5678);
    expect(JSON.stringify(historyOfBins(rates, 600)).length).toBeLessThan(2048);
  });
});

describe('a trace is refused', () => {
  test('below two minutes', () => {
    expect(() => requests([0, 30, 90])).toThrow(
      '\'path\' ("requests") must be a trace of two minutes',
    );
    expect(() => historyOfBins([1])).toThrow('two bins');
  });

  test('with uneven steps', () => {
    const path = fileOf('uneven.csv', 'seconds,requestsPerSecond', '0,1', '60,1', '150,1');
    expect(() => historyFromFile(path)).toThrow(
      'the steps are 60 s, but not at 150 s after the start',
    );
  });

  test('with steps that are uneven by a third', () => {
    const path = fileOf('third.csv', 'seconds,requestsPerSecond', '0,1', '60,1', '140,1');
    expect(() => historyFromFile(path)).toThrow('but not at 140 s after the start');
  });

  test('without a single request, whether zeros are rates or gaps', () => {
    expect(() => historyOfBins([0, 0, 0])).toThrow(
      '\'path\' ("bins") must be a trace with requests: every rate in it is 0',
    );
    const clients = fileOf('zeros.csv', '0,0,1', '600,0,1', '1200,0,1');
    expect(() => historyFromFile(clients)).toThrow('every rate in it is 0');
  });

  test('over centuries, since a time is mistyped then', () => {
    expect(() => requests([0, 1e12])).toThrow('a trace of a few years');
  });
});

describe('the hours of a trace', () => {
  test('are those of the week from Monday, where a dated trace has a week', () => {
    const { hours = [], start } = historyOfBins(officeHours(14));
    expect(start).toBe('2026-01-05T00:00:00.000Z');
    expect(hours).toHaveLength(168);
    expect([hours[8], hours[9], hours[16], hours[17]]).toEqual([10, 60, 60, 10]);
    expect(hours.slice(5 * 24)).toEqual(Array.from({ length: 48 }, () => 10));
  });

  test('are those of the day below a week, or where nobody knows the weekdays', () => {
    const short = historyOfBins(officeHours(3)).hours ?? [];
    expect([short.length, short[9], short[8]]).toEqual([24, 60, 10]);
    const undated = historyOfBins(officeHours(14), HOUR, 'midnight');
    expect(undated.hours).toHaveLength(24);
    expect(undated).not.toHaveProperty('start');
  });

  test('are none below two days, or of a trace that does not tell the time of day', () => {
    expect(historyOfBins(officeHours(1.5))).not.toHaveProperty('hours');
    const days = Array.from({ length: 3 * 24 }, (_, hour) => hour * HOUR);
    expect(requests(days)).not.toHaveProperty('hours');
  });

  test('take the highest bin of an hour, and no odd week of many', () => {
    const rates = officeHours(7 * 30).flatMap((rate) => [rate, rate * 1.5]);
    // Monday 3 h, in one week of thirty.
    rates[2 * 3] = 500;
    const { hours = [] } = historyOfBins(rates, HOUR / 2);
    expect([hours[3], hours[9]]).toEqual([15, 90]);
  });

  test('take what three weeks of forty show, which are no odd ones', () => {
    const weeks = officeHours(7 * 40);
    // Monday 3 h, in three weeks of forty.
    for (const week of [1, 2, 3]) weeks[week * 7 * 24 + 3] = 40;
    expect(historyOfBins(weeks).hours?.[3]).toBe(40);
  });

  test('take the busier neighbour for an hour that no day shows', () => {
    const days: (number | undefined)[] = Array.from({ length: 3 * 24 }, (_, i) => 1 + (i % 24));
    const seen = (hour: number) => hour >= 8 && hour < 18;
    const shown = days.map((rate, i) => (seen(i % 24) ? rate : undefined));
    const { hours = [] } = historyOfBins([1, ...shown.slice(1)], HOUR, 'midnight');
    expect([hours[0], hours[4], hours[8], hours[17], hours[20]]).toEqual([1, 9, 9, 18, 18]);
  });

  test('take the busiest day for an hour that was never collected', () => {
    const rates: (number | undefined)[] = officeHours(7);
    rates[9] = undefined;
    expect(historyOfBins(rates).hours?.[9]).toBe(60);
  });
});

test('a history at another volume keeps hours and lengths', () => {
  const history = { ...historyOfBins(officeHours(7)), inputTokens: 500 };
  const twice = scaledHistory(history, 2);
  expect(twice).toMatchObject({
    peakRequestsPerSecond: 120,
    inputTokens: 500,
    spanSeconds: 604800,
  });
  expect(twice.hours?.[9]).toBe(120);
  expect(twice.growth).toEqual([{ minutes: 60, p95: 0, p99: 100 }]);
  expect(twice.troughRequestsPerSecond).toBe(20);
});
