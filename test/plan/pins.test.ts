import * as fc from 'fast-check';
import type { Evidence, PlanAnswer } from '../../src/capacity/answer';
import { pinnable } from '../../src/capacity/ledger';
import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must, plausible, refusals } from './requests';

const pin = (quantity: string, value: number, because = 'contract until March') => ({
  quantity,
  value,
  because,
});

function evidenceOf({ evidence }: PlanAnswer, quantity: string): Evidence {
  return must(evidence.find((entry) => entry.quantity === quantity));
}

describe('a pin', () => {
  test('applies where the quantity is settled, and what follows from it is computed anew', () => {
    const plan = chat({ pins: [pin('/fleet/minReplicas', 6)] });
    expect(must(plan.fleet).minReplicas).toBe(6);
    expect(must(plan.fleet).gpusAtMin).toBe(48);
    expect(must(must(plan.scaling).fallback).replicas).toBe(6);
    expect(must(plan.cost).usdPerHourAtMin).toBeCloseTo(
      (must(chat().cost).usdPerHourAtMin / 5) * 6,
      6,
    );
  });

  test('says in the evidence what was computed and why it was overruled', () => {
    const entry = evidenceOf(chat({ pins: [pin('/fleet/minReplicas', 6)] }), '/fleet/minReplicas');
    expect(entry.kind).toBe('pinned');
    expect(entry.formula).toBe('6, computed 5, pinned because contract until March');
  });

  test('of the rate of a replica moves every replica count', () => {
    const plan = chat({ pins: [pin('/replica/maxRequestsPerSecond', 10)] });
    expect(must(plan.fleet).replicasForObjectives).toBe(10);
    expect(must(plan.replica).inFlightScaleTarget).toBeLessThan(
      must(chat().replica).inFlightScaleTarget,
    );
  });

  test('of the in-flight target is the threshold of the scaler and the cap of its backlog', () => {
    const plan = chat({ pins: [pin('/replica/inFlightScaleTarget', 50)] });
    const [signal] = must(plan.scaling).signals;
    expect(signal.threshold).toBe(50);
    expect(signal.query).toContain('"}), 100)');
  });

  test('of the cold start moves growth, windows and the startup budget', () => {
    const plan = chat({ pins: [pin('/coldStart/seconds', 3000)] });
    expect(must(plan.scaling).timeToScaleSeconds).toBe(3090);
    expect(must(plan.scaling).behavior.scaleDown.stabilizationWindowSeconds).toBe(3000);
    // Of 3,000 s, 317 pass before the container: it is given half as much again as the rest.
    expect(plan.probes.startupBudgetSeconds).toBe(4050);
  });

  test('of the drain window moves the grace and the engine’s own timeout', () => {
    const plan = chat({ pins: [pin('/drain/engineSeconds', 120)] });
    expect(plan.drain.graceSeconds).toBe(chat().drain.graceSeconds - 46 + 120);
    expect(plan.choice.engineArguments).toContain('--shutdown-timeout=120');
  });

  test('of the maximum holds the minimum below it', () => {
    const { fleet } = chat({ pins: [pin('/fleet/maxReplicas', 2)] });
    expect([must(fleet).minReplicas, must(fleet).maxReplicas]).toEqual([2, 2]);
  });

  test('of the minimum lifts the maximum above it', () => {
    const { fleet } = chat({ pins: [pin('/fleet/minReplicas', 30)] });
    expect([must(fleet).minReplicas, must(fleet).maxReplicas]).toEqual([30, 30]);
  });
});

test('pinning a quantity to its computed value changes nothing but evidence', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(plausible, fc.constantFrom(...pinnable), (request, quantity) => {
      const before = planFor(request);
      const computed = before.evidence.find((entry) => entry.quantity === quantity);
      // A rate out of reach is 0, which nobody can pin.
      if (!computed || computed.value === 0) return;
      seen.add(quantity);
      const after = planFor({ ...request, pins: [pin(quantity, computed.value)] });
      const rest = (plan: PlanAnswer) => ({ ...plan, evidence: [], inputsHash: '' });
      expect(rest(after)).toEqual(rest(before));
      const others = (plan: PlanAnswer) => plan.evidence.filter((e) => e.quantity !== quantity);
      expect(others(after)).toEqual(others(before));
      expect(evidenceOf(after, quantity).kind).toBe('pinned');
    }),
    { numRuns: 60 },
  );
  expect(seen.size).toBeGreaterThan(5);
});

describe('a pin is refused', () => {
  test.each([
    ['/fleet/minReplica', 4, '/pins/0/quantity', "did you mean '/fleet/minReplicas'?"],
    ['/fleet/minReplicas', 2.5, '/pins/0/value', 'correct the value or drop the pin'],
    ['/fleet/minReplicas', 0, '/pins/0/value', 'correct the value or drop the pin'],
    ['/replica/maxRequestsPerSecond', -1, '/pins/0/value', 'correct the value or drop the pin'],
  ])('%s at %d', (quantity, value, path, fix) => {
    const [violation, ...others] = refusals({ ...chat70b, pins: [pin(quantity, value)] });
    expect([violation.path, violation.fix]).toEqual([path, fix]);
    expect(others).toEqual([]);
  });

  test('beside another that excludes it, or that pins the same', () => {
    const pins = [pin('/fleet/minReplicas', 6), pin('/fleet/maxReplicas', 3)];
    expect(refusals({ ...chat70b, pins }).map(({ path }) => path)).toEqual(['/pins/1/value']);
    const twice = [pin('/fleet/minReplicas', 6), pin('/fleet/minReplicas', 6)];
    expect(refusals({ ...chat70b, pins: twice }).map(({ path }) => path)).toEqual([
      '/pins/1/quantity',
    ]);
  });

  test('without a reason', () => {
    const pins = [pin('/fleet/minReplicas', 5, '')];
    expect(refusals({ ...chat70b, pins }).map(({ path }) => path)).toEqual(['/pins/0/because']);
  });
});
