import { livenessWaitsForLoad } from '../../../src/lint/rules/liveness-waits-for-load';
import type { JsonObject } from '../../../src/lint/view/place';
import { found, type Server } from '../drain/manifests';

const http = { httpGet: { path: '/health', port: 8000 } };
const patient = { ...http, timeoutSeconds: 10 };

const judged = (probes: JsonObject, server: Server = {}) =>
  found(livenessWaitsForLoad, { ...server, probes }).map(({ severity, path }) => [
    severity,
    path.at(-1),
  ]);

test.each([
  [0, ['error']],
  [30, ['warning']],
  [100, ['warning']],
  [600, []],
])('liveness after %i s without a startup probe', (initialDelaySeconds, severities) => {
  const livenessProbe = { ...patient, initialDelaySeconds };
  expect(judged({ livenessProbe }).map(([severity]) => severity)).toEqual(severities);
});

test('a startup probe holds liveness back', () => {
  const probes = { livenessProbe: patient, startupProbe: { ...http, failureThreshold: 60 } };
  expect(judged(probes)).toEqual([]);
});

test('an engine that says that it lives while it loads is not killed', () => {
  const livenessProbe = { ...patient, httpGet: { path: '/v1/health/live', port: 8000 } };
  expect(judged({ livenessProbe })).toEqual([]);
  const triton = { image: 'nvcr.io/nvidia/tritonserver:25.01', command: ['tritonserver'] };
  expect(judged({ livenessProbe: patient }, { ...triton, args: [] })).toEqual([]);
});

test.each([
  [{ periodSeconds: 10, failureThreshold: 3 }, 'warning'],
  [{ periodSeconds: 30, failureThreshold: 3 }, 'info'],
])('liveness with a timeout of a second and %j', (numbers, severity) => {
  const startupProbe = { ...http, failureThreshold: 60 };
  const livenessProbe = { ...http, ...numbers };
  expect(judged({ startupProbe, livenessProbe })).toEqual([[severity, 'livenessProbe']]);
});

test.each([
  [{ failureThreshold: 1 }, 'warning'],
  [{ periodSeconds: 1, failureThreshold: 3 }, 'warning'],
  [{ failureThreshold: 3 }, 'info'],
])('readiness with a timeout of a second and %j', (numbers, severity) => {
  expect(judged({ readinessProbe: { ...http, ...numbers } })).toEqual([
    [severity, 'readinessProbe'],
  ]);
});

test('ten seconds of patience are right', () => {
  expect(judged({ readinessProbe: patient })).toEqual([]);
});
