import * as fc from 'fast-check';
import type { PlanAnswer } from '../../src/capacity/answer';
import { firstSight, type HpaMetric, syncHpa } from '../../src/kube/hpa';
import type { HpaHistory } from '../../src/kube/hpa-behavior';
import { planFor } from '../../src/plan/plan-for';
import { scalingBehavior } from '../../src/scaling/behavior';
import { chat, must, plausible } from '../plan/requests';

const inputs = {
  kubernetesVersion: '1.34',
  coldStartSeconds: 400,
  timeToScaleSeconds: 430,
  graceSeconds: 81,
  growthReplicas: 2,
  scaleUpWindowSeconds: 60,
};

test('growth is capped per cold start, shrinking waits for one and takes a drain at a time', () => {
  expect(scalingBehavior(inputs)).toEqual({
    scaleUp: {
      stabilizationWindowSeconds: 60,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 2, periodSeconds: 430 },
        { type: 'Percent', value: 100, periodSeconds: 430 },
      ],
      tolerance: undefined,
    },
    scaleDown: {
      stabilizationWindowSeconds: 400,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 1, periodSeconds: 81 },
        { type: 'Percent', value: 25, periodSeconds: 81 },
      ],
      tolerance: undefined,
    },
  });
});

test.each([
  ['1.34', undefined],
  ['1.35', 0],
  ['1.36.3', 0],
])('Kubernetes %s gets tolerance %s on both sides', (kubernetesVersion, tolerance) => {
  const { scaleUp, scaleDown } = scalingBehavior({ ...inputs, kubernetesVersion });
  expect([scaleUp.tolerance, scaleDown.tolerance]).toEqual([tolerance, tolerance]);
});

test('a lull shorter than five minutes never shrinks a fleet', () => {
  const { scaleDown } = scalingBehavior({ ...inputs, coldStartSeconds: 30 });
  expect(scaleDown.stabilizationWindowSeconds).toBe(300);
});

test('no number leaves the limits of autoscaling/v2, however slow a start or a drain', () => {
  const seconds = fc.double({ min: 0, max: 20000, noNaN: true });
  fc.assert(
    fc.property(
      seconds,
      seconds,
      fc.integer({ min: 1, max: 500 }),
      (coldStartSeconds, graceSeconds, growthReplicas) => {
        const timeToScaleSeconds = coldStartSeconds + 30;
        const grace = Math.ceil(graceSeconds);
        const behavior = scalingBehavior({
          ...inputs,
          coldStartSeconds,
          timeToScaleSeconds,
          graceSeconds: grace,
          growthReplicas,
        });
        for (const { stabilizationWindowSeconds, policies } of Object.values(behavior)) {
          expect(Number.isInteger(stabilizationWindowSeconds)).toBe(true);
          expect(stabilizationWindowSeconds).toBeGreaterThanOrEqual(0);
          expect(stabilizationWindowSeconds).toBeLessThanOrEqual(3600);
          for (const { value, periodSeconds } of policies) {
            expect(Number.isInteger(value) && value > 0).toBe(true);
            expect(Number.isInteger(periodSeconds) && periodSeconds > 0).toBe(true);
            expect(periodSeconds).toBeLessThanOrEqual(1800);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** The replicas an HPA writes, every 15 s, for a number in flight that follows the replicas. */
function scaled(
  plan: PlanAnswer,
  start: number,
  minutes: number,
  inFlight: (replicas: number) => number,
): number[] {
  const { behavior, signals } = must(plan.scaling);
  const { minReplicas, maxReplicas } = must(plan.fleet);
  const { metricType: type, threshold: target } = signals[0];
  let replicas = start;
  let state: HpaHistory = firstSight(0, start);
  const written: number[] = [];
  for (let now = 0; now <= minutes * 60; now += 15) {
    const metrics: HpaMetric[] = [{ type, target, value: inFlight(replicas) }];
    const seen = { specReplicas: replicas, statusReplicas: replicas, readyReplicas: replicas };
    const hpa = { minReplicas, maxReplicas, behavior };
    ({ replicas, state } = syncHpa(state, { hpa, now, metrics, ...seen }));
    written.push(replicas);
  }
  return written;
}

/** What the query may read at most: every slot of what runs, and the capped backlog. */
function backlog(plan: PlanAnswer): (replicas: number) => number {
  const target = must(plan.replica).inFlightScaleTarget;
  const cap = Number(/clamp_max\(.*?, (\d+)\)/.exec(must(plan.scaling).signals[0].query)?.[1]);
  return (replicas) => 1.4 * target * replicas + cap;
}

describe('on the HPA of Kubernetes', () => {
  const plan = chat();
  const { minReplicas, maxReplicas } = must(plan.fleet);
  const atPeak = must(plan.fleet).gpusAtPeak / 8;

  test('a surge to 1.4 times the peak with a backlog takes the growth of the plan a cold start', () => {
    const written = scaled(plan, atPeak, 30, backlog(plan));
    // Nothing in the window of a minute, then all that a cold start may add.
    expect(written.slice(0, 4)).toEqual([atPeak, atPeak, atPeak, atPeak]);
    expect(written[4]).toBe(maxReplicas);
    expect(Math.max(...written)).toBe(maxReplicas);
    expect(maxReplicas - atPeak).toBe(2);
  });

  test('an idle fleet goes to its minimum, a quarter in each drain and not before a cold start', () => {
    const written = scaled(plan, maxReplicas, 40, () => 0);
    const first = written.findIndex((replicas) => replicas < maxReplicas) * 15;
    expect(first).toBeGreaterThanOrEqual(plan.coldStart.seconds);
    expect(written.at(-1)).toBe(minReplicas);
    const steps = new Set(written.map((replicas, i) => (written[i - 1] ?? replicas) - replicas));
    expect(Math.max(...steps)).toBe(Math.ceil(maxReplicas / 4));
  });

  test('no fleet passes its bounds under a surge, and every one comes home when idle', () => {
    fc.assert(
      fc.property(plausible, (request) => {
        const each = planFor(request);
        if (!each.fleet) return;
        const { maxReplicas: most, minReplicas: least } = each.fleet;
        expect(Math.max(...scaled(each, least, 20, backlog(each)))).toBeLessThanOrEqual(most);
        expect(scaled(each, Math.min(most, least + 3), 600, () => 0).at(-1)).toBe(least);
      }),
      { numRuns: 20 },
    );
  });
});
