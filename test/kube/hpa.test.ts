import * as fc from 'fast-check';
import {
  firstSight,
  type HpaInputs,
  type HpaMetric,
  type HpaSpec,
  metricProposal,
  syncHpa,
} from '../../src/kube/hpa';

type Wanted = (t: number) => number | undefined;

const total = (value?: number, target = 1): HpaMetric => ({ type: 'AverageValue', target, value });
const bounds = { minReplicas: 1, maxReplicas: 100 };

const inputs = (metrics: HpaMetric[], change: Partial<HpaInputs> = {}): HpaInputs => {
  const replicas = change.specReplicas ?? 1;
  const seen = { specReplicas: replicas, statusReplicas: replicas, readyReplicas: replicas };
  return { hpa: { ...bounds, behavior: {} }, now: 0, metrics, ...seen, ...change };
};

/** Changes as `replicas@seconds`, one sync every 15 s, pods starting and leaving at once. */
function run(
  hpa: Partial<HpaSpec>,
  start: number,
  wanted: Wanted | Wanted[],
  until: number,
): string {
  let spec = start;
  let state = firstSight(0, start);
  const changes: string[] = [];
  for (let now = 0; now <= until; now += 15) {
    const metrics = [wanted].flat().map((read) => total(read(now)));
    const seen = inputs(metrics, { hpa: { ...bounds, ...hpa }, now, specReplicas: spec });
    const decision = syncHpa(state, seen);
    if (decision.replicas !== spec) changes.push(`${decision.replicas}@${now}`);
    spec = decision.replicas;
    state = decision.state;
  }
  return changes.join(' ');
}

const up = (type: string, value: number, periodSeconds: number): Partial<HpaSpec> => ({
  behavior: { scaleUp: { policies: [{ type, value, periodSeconds }] } },
});
const down = (
  type: string,
  value: number,
  periodSeconds: number,
  window: number,
): Partial<HpaSpec> => ({
  behavior: {
    scaleDown: {
      policies: [{ type, value, periodSeconds }],
      stabilizationWindowSeconds: window,
    },
  },
});

// Vectors of kubernetes/kubernetes replica_calculator.go and horizontal.go, seen again on
// Kubernetes 1.36.3 with KEDA 2.21.0, 2026-11-23.
test.each<[string, Partial<HpaSpec>, number, number, number, string]>([
  ['empty behaviour, 1 to 30', { behavior: {} }, 1, 30, 60, '5@0 10@15 20@30 30@45'],
  ['no behaviour, 2 to 20', {}, 2, 20, 60, '4@0 8@15 16@30 20@45'],
  ['empty behaviour, 2 to 20', { behavior: {} }, 2, 20, 60, '6@0 12@15 20@30'],
  [
    'two pods a minute',
    up('Pods', 2, 60),
    4,
    20,
    450,
    '6@0 8@60 10@120 12@180 14@240 16@300 18@360 20@420',
  ],
  ['half a minute', up('Percent', 50, 60), 4, 20, 240, '6@0 9@60 14@120 20@180'],
  ['down, empty behaviour', { behavior: {} }, 20, 2, 400, '2@300'],
  ['down, no behaviour', {}, 20, 2, 400, '2@300'],
  [
    'one pod per five minutes',
    down('Pods', 1, 300, 600),
    10,
    2,
    2800,
    '9@600 8@900 7@1200 6@1500 5@1800 4@2100 3@2400 2@2700',
  ],
  [
    'a tenth a minute',
    down('Percent', 10, 60, 0),
    80,
    10,
    1200,
    '72@0 64@60 57@120 51@180 45@240 40@300 36@360 32@420 28@480 25@540 22@600 19@660 17@720 15@780 13@840 11@900',
  ],
])('replicas follow the policies: %s', (_title, hpa, start, want, until, expected) => {
  expect(run(hpa, start, () => want, until)).toBe(expected);
});

test('a failed metric stops the way down and not the way up', () => {
  const failed: Wanted = () => undefined;
  expect(run({ behavior: {} }, 10, [failed, () => 3], 600)).toBe('');
  expect(run({ behavior: {} }, 10, [failed, () => 30], 60)).toBe('20@0 30@15');
  expect(run({ behavior: {} }, 10, failed, 600)).toBe('');
});

test('an upward window needs demand for its whole length', () => {
  const hpa = { behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } };
  expect(run(hpa, 4, (t) => (t >= 60 && t < 90 ? 12 : 4), 300)).toBe('');
  expect(run(hpa, 4, (t) => (t >= 60 ? 12 : 4), 300)).toBe('8@105 12@120');
});

test.each([1, 5, 10])('a ratio under AverageValue asks for 2 at %d replicas', (specReplicas) => {
  expect(metricProposal(total(1, 0.85), inputs([], { specReplicas }))).toBe(2);
});

test('within tolerance AverageValue answers with status and not with spec', () => {
  const draining = { specReplicas: 4, statusReplicas: 5 };
  expect(metricProposal(total(4.6), inputs([], draining))).toBe(5);
  const exact = { scaleUp: { tolerance: 0 }, scaleDown: { tolerance: 0 } };
  const hpa = { ...bounds, behavior: exact };
  expect(metricProposal(total(4.6), inputs([], { ...draining, hpa }))).toBe(5);
  expect(metricProposal(total(3.6), inputs([], { ...draining, hpa }))).toBe(4);
});

test('Value multiplies the Ready pods', () => {
  const value = (used: number): HpaMetric => ({ type: 'Value', target: 1, value: used });
  expect(metricProposal(value(1.5), inputs([], { specReplicas: 6 }))).toBe(9);
  expect(metricProposal(value(1.5), inputs([], { specReplicas: 6, readyReplicas: 4 }))).toBe(6);
  expect(metricProposal(value(2), inputs([], { specReplicas: 6, readyReplicas: 4 }))).toBe(8);
  expect(
    metricProposal(value(2), inputs([], { specReplicas: 6, readyReplicas: 0 })),
  ).toBeUndefined();
});

test.each([
  [19, undefined, 20],
  [21, undefined, 20],
  [18, undefined, 20],
  [17.999, undefined, 18],
  [19, { scaleDown: { tolerance: 0 } }, 19],
  [21, { scaleUp: { tolerance: 0 } }, 21],
  [21, { scaleUp: { tolerance: 0.05 } }, 20],
  [21.001, { scaleUp: { tolerance: 0.05 } }, 22],
])('at 20 replicas a total of %d with %j asks for %d', (used, behavior, expected) => {
  const hpa = { ...bounds, behavior };
  expect(metricProposal(total(used), inputs([], { specReplicas: 20, hpa }))).toBe(expected);
});

test.each([
  [9, 10, 10],
  [10, 11, 10],
  [10, 12, 12],
  [20, 22, 20],
  [30, 33, 30],
])('the default tolerance swallows a cron floor: %d to %d gives %d', (now, floor, expected) => {
  expect(metricProposal(total(floor), inputs([], { specReplicas: now }))).toBe(expected);
});

test('bounds hold at once, whatever the policies', () => {
  const slow = { ...down('Pods', 1, 300, 600), maxReplicas: 10 };
  expect(run(slow, 30, () => 30, 0)).toBe('10@0');
  expect(run({ ...up('Pods', 1, 300), minReplicas: 5 }, 1, () => 1, 0)).toBe('5@0');
});

test('at zero replicas HPA does nothing', () => {
  expect(run({ behavior: {} }, 0, () => 10, 60)).toBe('');
});

test('a disabled side does not move', () => {
  const hpa = { behavior: { scaleDown: { selectPolicy: 'Disabled' } } };
  expect(run(hpa, 20, () => 2, 900)).toBe('');
});

test('replicas never leave the bounds whatever the load does', () => {
  const loads = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(loads, fc.integer({ min: 1, max: 100 }), (load, start) => {
      const changes = run({ behavior: {} }, start, (t) => load[(t / 15) % load.length], 900);
      const counts = changes.split(' ').filter(Boolean).map(Number.parseFloat);
      expect(counts.every((count) => count >= 1 && count <= 100)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
