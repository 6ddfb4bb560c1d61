import type { PlanRequest, TrafficRequest } from '../../src/capacity/request';
import { CapacityPlan } from '../../src/plan/capacity-plan';
import { historyOfBins, officeHours } from '../capacity/history/traces';
import { chat, must, refusals } from './requests';

const history = {
  ...historyOfBins(
    officeHours(14).flatMap((rate) => [rate, rate]),
    1800,
  ),
  inputTokens: 400,
  inputTokensP95: 1600,
  outputTokens: 250,
  outputTokensP99: 900,
};
const traffic = (part: Partial<TrafficRequest> = {}) => ({ traffic: { history, ...part } });
const plan = (part: Partial<TrafficRequest> = {}, rest: Partial<PlanRequest> = {}) =>
  chat({ ...traffic(part), ...rest });
const said = (quantity: string, answer = plan()) =>
  answer.evidence.find((entry) => entry.quantity === quantity);
const codes = (answer: ReturnType<typeof plan>) => answer.warnings.map(({ code }) => code);

describe('traffic with a history', () => {
  test('takes what is not stated from the trace, as measured', () => {
    const kinds = [
      '/traffic/peakRequestsPerSecond',
      '/traffic/meanRequestsPerSecond',
      '/traffic/inputTokens',
      '/traffic/outputTokens',
      '/traffic/outputTokensP99',
    ].map((quantity) => [said(quantity)?.kind, said(quantity)?.value, said(quantity)?.source]);
    expect(kinds).toEqual([
      ['measured', 60, 'bins'],
      ['measured', history.meanRequestsPerSecond, 'bins'],
      ['measured', 400, 'bins'],
      ['measured', 250, 'bins'],
      ['measured', 900, 'bins'],
    ]);
    expect(said('/traffic/inputVariation')).toBeUndefined();
    expect(said('/fleet/minReplicas')?.formula).toContain('10 requests/s in the quietest hour');
  });

  test('lets what is stated win, and a tail go with its mean', () => {
    const stated = plan({ peakRequestsPerSecond: 90, outputTokens: 100 });
    expect(said('/traffic/peakRequestsPerSecond', stated)).toBeUndefined();
    expect(must(stated.fleet).replicasForObjectives).toBeGreaterThan(
      must(plan().fleet).replicasForObjectives,
    );
    // The trace's p99 is of its own mean of 250.
    expect(said('/traffic/outputTokensP99', stated)).toMatchObject({ kind: 'assumed', value: 500 });
  });

  test('has no quieter hour than a stated mean, though the trace is from busier days', () => {
    const quiet = said('/fleet/minReplicas', plan({ meanRequestsPerSecond: 5 }));
    expect(quiet?.formula).toContain(' for 5 requests/s in the quietest hour');
  });

  test('assumes what the trace does not show', () => {
    const { inputTokens: _, ...mute } = history;
    expect(said('/traffic/inputTokens', plan({ history: mute }))?.kind).toBe('assumed');
  });

  test('grows as the trace did over the time to scale, and does not pass its peak', () => {
    const growth = said('/traffic/growthRequestsPerSecond');
    // The half hour that the bins can show is longer than a cold start.
    expect(growth).toMatchObject({ kind: 'measured', value: 50 });
    expect(said('/fleet/replicasForGrowth')?.formula).toMatch(/^60 \//);
    expect(said('/fleet/minReplicas')?.formula).toContain('50 more while a replica starts');
    const ramp = { rampRequestsPerSecondPerMinute: 1 };
    expect(said('/traffic/growthRequestsPerSecond', plan(ramp))).toBeUndefined();
    expect(said('/fleet/minReplicas', plan(ramp))?.formula).toContain('1 more a minute');
    expect(codes(plan())).not.toContain('growth-past-peak');
  });

  test('assumes a ramp where the bins are too long to show one', () => {
    const coarse = historyOfBins([1, 2, 3, 4], 7200);
    expect(coarse.growth).toEqual([]);
    const answer = plan({ history: coarse });
    expect(said('/traffic/rampRequestsPerSecondPerMinute', answer)?.kind).toBe('assumed');
  });

  test('may be multiplied as a whole', () => {
    const twice = CapacityPlan.fromRequest({
      model: 'Qwen/Qwen3-8B',
      accelerator: 'L4',
      ...traffic(),
    });
    const request = twice.withTrafficTimes(2).toRequest().traffic;
    expect(request.history.peakRequestsPerSecond).toBe(120);
    expect(request.peakRequestsPerSecond).toBeUndefined();
    expect(CapacityPlan.fromRequest(twice.toRequest()).toJson()).toEqual(twice.toJson());
  });
});

describe('a reviewer hears', () => {
  test('that long bins hide bursts, unless the peak is stated', () => {
    expect(codes(plan())).toContain('trace-bins-hide-bursts');
    expect(codes(plan({ peakRequestsPerSecond: 70 }))).not.toContain('trace-bins-hide-bursts');
    const minutes = historyOfBins(
      Array.from({ length: 2000 }, () => 40),
      60,
    );
    expect(codes(plan({ history: minutes }))).not.toContain('trace-bins-hide-bursts');
  });

  test('that a trace below a day has no night', () => {
    const day = historyOfBins(officeHours(1));
    const less = historyOfBins(officeHours(1).slice(1));
    expect(codes(plan({ history: less }))).toContain('trace-shorter-than-a-day');
    expect(codes(plan({ history: day }))).not.toContain('trace-shorter-than-a-day');
  });
});

describe('floors from history', () => {
  const floors = { scaling: { floorsFromHistory: { timeZone: 'Europe/Berlin' } } };

  test('hold the busy hours on the clocks of their zone, after those that are stated', () => {
    const stated = { start: '0 2 * * *', end: '0 3 * * *', timeZone: 'UTC', replicas: 2 };
    const answer = plan({}, { scaling: { ...floors.scaling, floors: [stated] } });
    const [first, second, ...others] = must(answer.scaling).floors;
    expect(first).toEqual({ ...stated, desiredReplicas: 2 });
    expect(second).toMatchObject({ end: '0 18 * * 1-5', timeZone: 'Europe/Berlin' });
    expect(second.start).toMatch(/^\d+ [89] \* \* 1-5$/);
    expect(second.replicas).toBeGreaterThan(must(answer.fleet).minReplicas);
    expect(second.replicas).toBeLessThanOrEqual(must(answer.fleet).maxReplicas);
    expect(others).toEqual([]);
    expect(said('/scaling/floors/1/replicas', answer)).toMatchObject({ kind: 'measured' });
  });

  test('are refused without a trace that tells the hours, and planned with one, as advised', () => {
    const [{ path, fix }] = refusals({ ...chatRequest, ...floors });
    expect([path, fix]).toEqual(['/scaling/floorsFromHistory', 'state traffic.history, or floors']);
    const short = { traffic: { history: historyOfBins(officeHours(1)) } };
    expect(refusals({ ...chatRequest, ...short, ...floors })).toMatchObject([
      { path: '/scaling/floorsFromHistory', fix: 'give a longer trace, or state floors' },
    ]);
    expect(refusals({ ...chatRequest, ...traffic(), ...floors })).toEqual([]);
  });

  test('are refused in a zone that nobody knows', () => {
    const scaling = { floorsFromHistory: { timeZone: 'Europe/Berln' } };
    expect(refusals({ ...chatRequest, ...traffic(), scaling })).toMatchObject([
      {
        path: '/scaling/floorsFromHistory/timeZone',
        fix: expect.stringContaining('Europe/Berlin'),
      },
    ]);
  });
});

const chatRequest = {
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  accelerator: 'H100-SXM',
  traffic: { peakRequestsPerSecond: 100 },
};

describe('a history is refused', () => {
  const refusal = (part: object) =>
    refusals({ ...chatRequest, traffic: part }).map(({ path }) => path);

  test('that cannot be read, and nothing else for it', () => {
    expect(refusal({ history: 'no/such.csv', inputTokens: 100 })).toEqual(['/traffic/history']);
  });

  test('that lacks a number, has a wrong one or an unknown one, and nothing else for it', () => {
    const { meanRequestsPerSecond: _, ...rest } = history;
    expect(refusal({ history: rest })).toEqual(['/traffic/history/meanRequestsPerSecond']);
    expect(refusal({ history: { ...history, spanSeconds: 0 } })).toEqual([
      '/traffic/history/spanSeconds',
    ]);
    expect(refusal({ history: { ...history, hours: [1, 2, 3] } })).toEqual([
      '/traffic/history/hours',
    ]);
    expect(refusal({ history: { ...history, peak: 3 } })).toEqual(['/traffic/history/peak']);
  });

  test('whose mean is above the peak that is stated, until the peak is left out as advised', () => {
    const [violation] = refusals({ ...chatRequest, ...traffic({ peakRequestsPerSecond: 5 }) });
    expect(violation).toMatchObject({ path: '/traffic/peakRequestsPerSecond', value: 5 });
    expect(violation.fix).toContain('leave it out');
    expect(refusal({ history })).toEqual([]);
  });
});
