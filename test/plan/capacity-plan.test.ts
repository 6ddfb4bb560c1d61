import * as fc from 'fast-check';
import { CapacityPlan } from '../../src/plan/capacity-plan';
import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must, plausible } from './requests';

describe('a plan', () => {
  test('is the same for every order of writing', () => {
    const reversed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .map(([k, v]) => [k, reversed(v)] as const)
              .reverse(),
          )
        : value;
    expect(Object.keys(reversed(chat70b) as object)).toEqual(Object.keys(chat70b).reverse());
    expect(planFor(reversed(chat70b))).toEqual(chat());
  });

  test('has another hash where a number differs', () => {
    const traffic = { ...chat70b.traffic, peakRequestsPerSecond: 101 };
    expect(chat().inputsHash).toMatch(/^[0-9a-f]{16}$/);
    expect(chat({ traffic }).inputsHash).not.toBe(chat().inputsHash);
  });

  test('of its own request is itself', () => {
    fc.assert(
      fc.property(plausible, (request) => {
        const plan = CapacityPlan.fromRequest(request);
        expect(CapacityPlan.fromRequest(plan.toRequest()).toJson()).toEqual(plan.toJson());
        expect(plan.toRequest()).toEqual(request);
      }),
      { numRuns: 20 },
    );
  });

  test('is final, whatever happens to the object it was asked with', () => {
    const request = structuredClone(chat70b);
    const plan = CapacityPlan.fromRequest(request);
    request.traffic.peakRequestsPerSecond = 1;
    expect(plan.toRequest()).toEqual(chat70b);
    expect(must(plan.withTrafficTimes(1).fleet).replicasForObjectives).toBe(6);
  });

  test('with all rates doubled is the plan of the doubled request', () => {
    const traffic = {
      ...chat70b.traffic,
      meanRequestsPerSecond: 30,
      rampRequestsPerSecondPerMinute: 2,
    };
    const doubled = {
      ...traffic,
      peakRequestsPerSecond: 200,
      meanRequestsPerSecond: 60,
      rampRequestsPerSecondPerMinute: 4,
    };
    expect(CapacityPlan.fromRequest({ ...chat70b, traffic }).withTrafficTimes(2).fleet).toEqual(
      chat({ traffic: doubled }).fleet,
    );
    for (const factor of [0, Number.POSITIVE_INFINITY]) {
      const times = () => CapacityPlan.fromRequest(chat70b).withTrafficTimes(factor);
      expect(times).toThrow('more than 0 and finite');
    }
  });

  test('explains a number, and names the nearest where there is none', () => {
    const plan = CapacityPlan.fromRequest(chat70b);
    expect(plan.explain('/fleet/replicasForObjectives').split('\n')).toEqual([
      '/fleet/replicasForObjectives = 6 replicas (derived)',
      '  100 / 17 requests/s, rounded up',
      '  no utilization factor and no percentage stacked: the rate holds the variance',
    ]);
    expect(() => plan.explain('/fleet/minReplica')).toThrow("did you mean '/fleet/minReplicas'?");
  });
});
