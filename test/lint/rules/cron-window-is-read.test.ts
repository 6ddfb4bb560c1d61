import { cronWindowIsRead } from '../../../src/lint/rules/cron-window-is-read';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf, scaledObject } from '../drain/manifests';

const day = {
  timezone: 'Europe/Berlin',
  start: '0 8 * * MON-FRI',
  end: '0 20 * * MON-FRI',
  desiredReplicas: '6',
};

const [query] = (scaledObject().spec as { triggers: JsonObject[] }).triggers;

const judged = (window: JsonObject, spec: JsonObject = {}, kubernetesVersion?: string) =>
  foundOf(
    cronWindowIsRead,
    { triggers: [query, { type: 'cron', metadata: { ...day, ...window } }], ...spec },
    [],
    { ...(kubernetesVersion && { kubernetesVersion }) },
  ).map(({ severity, message, fix }) => ({ severity, message, fix }));

test('a window of five fields is right', () => {
  expect(judged({})).toEqual([]);
});

test.each([
  [{ start: '0 8 * * 7' }, "start: '7'"],
  [{ start: '0 0 8 * * 1' }, 'five fields'],
  [{ end: '@daily' }, 'five fields'],
  [{ timezone: 'Berlin' }, "timezone: 'Berlin'"],
  [{ end: '0 8 * * MON-FRI' }, 'different from the start'],
  [{ timezone: '' }, 'no timezone'],
  [{ desiredReplicas: '0' }, "desiredReplicas: '0'"],
])('KEDA does not read %j', (window, words) => {
  const [{ severity, message }] = judged(window);
  expect([severity, message]).toEqual(['error', expect.stringContaining(words)]);
});

test('a window that somebody fills in later is not judged', () => {
  expect(judged({ start: '{{ .Values.start }}' })).toEqual([]);
});

const wide = { maxReplicaCount: 40 };

test.each([
  ['10', []],
  ['11', ['set behavior.scaleUp.tolerance: 0 (Kubernetes 1.35 and later), or desiredReplicas: 12']],
  ['22', ['set behavior.scaleUp.tolerance: 0 (Kubernetes 1.35 and later), or desiredReplicas: 24']],
])('a floor of %s from one below', (desiredReplicas, fixes) => {
  expect(judged({ desiredReplicas }, wide).map(({ fix }) => fix)).toEqual(fixes);
});

test('an older cluster has to be asked for more, and a tolerance of 0 reaches every count', () => {
  const eleven = { desiredReplicas: '11' };
  expect(judged(eleven, wide, '1.34')[0].fix).toBe('set desiredReplicas: 12');
  const behavior = { scaleUp: { tolerance: 0 } };
  const advanced = { horizontalPodAutoscalerConfig: { behavior } };
  expect(judged(eleven, { ...wide, advanced })).toEqual([]);
});

test('a floor above the maximum or within the minimum is not what was meant', () => {
  expect(judged({ desiredReplicas: '9' })[0].severity).toBe('warning');
  expect(judged({ desiredReplicas: '2' })[0].severity).toBe('info');
});
