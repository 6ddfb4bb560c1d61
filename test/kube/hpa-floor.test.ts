import { metricProposal, syncHpa } from '../../src/kube/hpa';
import { askedForFloor } from '../../src/kube/hpa-floor';

const COUNTS = Array.from({ length: 200 }, (_, i) => i + 1);
const EXACT = { scaleUp: { tolerance: 0 }, scaleDown: { tolerance: 0 } };

/** Where the HPA comes to rest from some count while a cron trigger asks for `value`. */
function restsAt(from: number, value: number, behavior: object | undefined, most = 1000): number {
  const hpa = { minReplicas: 1, maxReplicas: most, behavior };
  let spec = from;
  let state = { recommendations: [], scaleUps: [], scaleDowns: [] } as Parameters<
    typeof syncHpa
  >[0];
  for (let now = 0; now < 200 * 15; now += 15) {
    const seen = { specReplicas: spec, statusReplicas: spec, readyReplicas: spec };
    const metrics = [{ type: 'AverageValue', target: 1, value }];
    const decision = syncHpa(state, { hpa, now, metrics, ...seen });
    if (decision.replicas === spec) return spec;
    spec = decision.replicas;
    state = decision.state;
  }
  throw new Error('it does not come to rest');
}

const proposal = (from: number, value: number): number | undefined => {
  const metric = { type: 'AverageValue', target: 1, value };
  const hpa = { minReplicas: 1, maxReplicas: 1000, behavior: {} };
  const seen = { specReplicas: from, statusReplicas: from, readyReplicas: from };
  return metricProposal(metric, { hpa, now: 0, metrics: [metric], ...seen });
};

describe('what a cron trigger asks for', () => {
  test.each([
    [1, 1],
    [10, 10],
    [11, 12],
    [20, 21],
    [21, 23],
    [200, 219],
  ])('a floor of %d is %d before Kubernetes 1.35, and itself from then on', (floor, asked) => {
    expect(askedForFloor(floor, '1.34')).toBe(asked);
    expect(askedForFloor(floor, '1.35')).toBe(floor);
  });

  test('brings the HPA to every floor up to 200 from any lower count', () => {
    for (const floor of COUNTS) {
      const asked = askedForFloor(floor, '1.34');
      for (let from = 1; from < floor; from++) {
        expect(proposal(from, asked)).toBeGreaterThanOrEqual(floor);
      }
      for (const from of [1, Math.ceil(floor / 2), floor - 1].filter((count) => count >= 1)) {
        expect(restsAt(from, asked, {})).toBeGreaterThanOrEqual(floor);
        expect(restsAt(from, floor, EXACT)).toBe(Math.max(from, floor));
      }
    }
  });

  test('is the least that does: one less stops short of the floor', () => {
    for (const floor of COUNTS.slice(1)) {
      const asked = askedForFloor(floor, '1.34');
      const less = proposal(floor - 1, asked - 1) ?? 0;
      expect(asked - 1 < floor || less < floor).toBe(true);
      expect(less).toBeLessThan(floor);
    }
  });

  test('may be more than the maximum, which then is the floor', () => {
    expect(restsAt(10, askedForFloor(11, '1.34'), {}, 11)).toBe(11);
  });
});
