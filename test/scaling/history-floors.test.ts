import * as fc from 'fast-check';
import { cronViolations } from '../../src/kube/cron';
import { type HistoryFloorInputs, historyFloors } from '../../src/scaling/history-floors';
import { held, isOpen, WEEK } from './keda-cron';

const inputs: HistoryFloorInputs = {
  hours: [],
  timeZone: 'Europe/Berlin',
  scaleRate: 10,
  minReplicas: 2,
  maxReplicas: 20,
  timeToScaleSeconds: 540,
  growthReplicas: 2,
};
const floorsOf = (part: Partial<HistoryFloorInputs>) => historyFloors({ ...inputs, ...part });

/** Rates of a day: 10 requests/s, but for the hours that are named. */
const day = (busy: Record<number, number> = {}) =>
  Array.from({ length: 24 }, (_, hour) => busy[hour] ?? 10);
const week = (weekday: number[], weekend: number[]) => [
  ...Array.from({ length: 5 }, () => weekday).flat(),
  ...weekend,
  ...weekend,
];
const lines = (floors: ReturnType<typeof floorsOf>) =>
  floors.map(({ start, end, replicas }) => `${start} | ${end} | ${replicas}`);

describe('the floors of a trace', () => {
  test('hold what the busy hours need, and open a time to scale before them', () => {
    expect(lines(floorsOf({ hours: day({ 9: 31, 10: 38 }) }))).toEqual([
      '51 8 * * * | 0 11 * * * | 4',
    ]);
  });

  test('are none where the minimum suffices', () => {
    expect(floorsOf({ hours: day({ 9: 20 }) })).toEqual([]);
  });

  test('open earlier where the scaler needs several rounds to get there', () => {
    // From 2 replicas to 4, 8 and 16: three rounds of nine minutes.
    expect(lines(floorsOf({ hours: day({ 9: 121 }) }))).toEqual(['33 8 * * * | 0 10 * * * | 13']);
  });

  test('over midnight are one window', () => {
    expect(lines(floorsOf({ hours: day({ 23: 40, 0: 40, 1: 40 }) }))).toEqual([
      '51 22 * * * | 0 2 * * * | 4',
    ]);
  });

  test('part weekdays from the weekend where the trace shows a week', () => {
    const hours = week(day({ 8: 50, 9: 50 }), day({ 0: 30 }));
    expect(lines(floorsOf({ hours }))).toEqual([
      '42 7 * * 1-5 | 0 10 * * 1-5 | 5',
      '51 23 * * 5,6 | 0 1 * * 0,6 | 3',
    ]);
  });

  test('are one window from Monday to Friday for what all their hours need', () => {
    const hours = week(
      day().map(() => 40),
      day(),
    );
    expect(lines(floorsOf({ hours }))).toEqual(['51 23 * * 0 | 0 0 * * 6 | 4']);
    const weekend = week(
      day(),
      day().map(() => 40),
    );
    expect(lines(floorsOf({ hours: weekend }))).toEqual(['51 23 * * 5 | 0 0 * * 1 | 4']);
  });

  test('leave what every hour needs to the driver: no window is always open', () => {
    expect(floorsOf({ hours: day().map(() => 90) })).toEqual([]);
  });

  test('never ask for more than the maximum', () => {
    expect(floorsOf({ hours: day({ 9: 900 }), maxReplicas: 7 })[0].replicas).toBe(7);
  });

  test('count on the clocks of their time zone, where the hours are those of UTC', () => {
    const start = '2026-01-05T00:00:00Z';
    const at = (timeZone: string, from = start) =>
      floorsOf({ hours: day({ 9: 40 }), start: from, timeZone })[0].end;
    expect(at('Europe/Berlin')).toBe('0 11 * * *');
    expect(at('Europe/Berlin', '2026-07-06T00:00:00Z')).toBe('0 12 * * *');
    expect(at('America/New_York')).toBe('0 5 * * *');
    // Half an hour off: 14:30 to 15:30 lies in two hours.
    expect(lines(floorsOf({ hours: day({ 9: 40 }), start, timeZone: 'Asia/Kolkata' }))).toEqual([
      '51 13 * * * | 0 16 * * * | 4',
    ]);
  });

  test('of a week turn with the zone, weekday by weekday', () => {
    const hours = week(day(), day());
    hours[0] = 40; // Monday 0 h in UTC is Sunday evening in New York.
    const floors = floorsOf({ hours, start: '2026-01-05T00:00:00Z', timeZone: 'America/New_York' });
    expect(lines(floors)).toEqual(['51 18 * * 0,6 | 0 20 * * 0,6 | 4']);
  });
});

describe('floors of any trace', () => {
  const rates = fc.integer({ min: 0, max: 250 });
  const any = fc.record({
    hours: fc.oneof(
      fc.array(rates, { minLength: 24, maxLength: 24 }),
      fc
        .tuple(...[0, 1].map(() => fc.array(rates, { minLength: 24, maxLength: 24 })))
        .map(([weekday, weekend]) => week(weekday, weekend)),
    ),
    minReplicas: fc.integer({ min: 1, max: 6 }),
    timeToScaleSeconds: fc.integer({ min: 30, max: 5400 }),
    growthReplicas: fc.integer({ min: 1, max: 5 }),
  });

  test('are six at most, valid, never always open, and hold what each hour needs', () => {
    fc.assert(
      fc.property(any, (part) => {
        const floors = floorsOf(part);
        expect(floors.length).toBeLessThanOrEqual(6);
        expect(floors.flatMap((floor, i) => cronViolations(`/${i}`, floor))).toEqual([]);
        const needs = part.hours.map((rate) => Math.min(20, Math.ceil(rate / 10)));
        const base = Math.max(part.minReplicas, Math.min(...needs));
        for (let hour = 0; hour < 168; hour++) {
          const need = needs[hour % needs.length];
          if (need <= base) continue;
          for (const minute of [hour * 60, hour * 60 + 59]) {
            expect(held(floors, minute)).toBeGreaterThanOrEqual(need);
          }
        }
        const minutes = Array.from({ length: WEEK }, (_, minute) => minute);
        for (const floor of floors) {
          expect(minutes.some((minute) => !isOpen(floor, minute))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
