import * as fc from 'fast-check';
import { livenessProbe, probeWindowSeconds, startupProbe } from '../../src/kube/probes';

test('ten minutes are 120 probes of five seconds', () => {
  expect(startupProbe(600)).toEqual({
    periodSeconds: 5,
    timeoutSeconds: 60,
    failureThreshold: 120,
  });
});

test('a startup probe covers its budget and less than one period more', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 7200, noNaN: true }), (budget) => {
      const probe = startupProbe(budget);
      expect(probeWindowSeconds(probe)).toBeGreaterThanOrEqual(budget);
      expect(probeWindowSeconds(probe)).toBeLessThan(budget + probe.periodSeconds);
    }),
  );
});

test('liveness waits three minutes', () => {
  expect(probeWindowSeconds(livenessProbe)).toBe(180);
});
