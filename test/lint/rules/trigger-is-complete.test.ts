import { triggerIsComplete } from '../../../src/lint/rules/trigger-is-complete';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf } from '../drain/manifests';

const metadata = {
  serverAddress: 'http://prometheus:9090',
  query: 'sum(vllm:num_requests_running)',
  threshold: '64',
};

const judged = (given: JsonObject, trigger: JsonObject = {}, others: JsonObject[] = []) =>
  foundOf(
    triggerIsComplete,
    { triggers: [{ type: 'prometheus', metadata: { ...metadata, ...given }, ...trigger }] },
    others,
  ).map(({ severity, message }) => [severity, message]);

test('a whole trigger is right', () => {
  expect(judged({})).toEqual([]);
});

test.each([
  [{ threshold: '' }, 'error', 'no threshold: KEDA makes no HPA at all'],
  [{ threshold: '5 requests' }, 'error', 'is no number'],
  [{ threshold: '0.0004' }, 'error', 'is 0 in the thousandths'],
  [{ authModes: 'bearer' }, 'error', 'without an authenticationRef'],
  [{ metricType: 'Value' }, 'error', 'the trigger counts as AverageValue'],
  [{ metricType: 'AverageValue' }, 'info', 'is read by nobody'],
  [{ metricName: 'queue' }, 'info', 'metricName is read no more'],
])('%j', (given, severity, words) => {
  expect(judged(given)).toEqual([[severity, expect.stringContaining(words)]]);
});

test('a value that somebody fills in later is not judged', () => {
  expect(judged({ threshold: '{{ .Values.threshold }}' })).toEqual([]);
});

test('Utilization is not for a query', () => {
  expect(judged({}, { metricType: 'Utilization' })[0][1]).toContain('is refused');
});

test('the address of the trigger beside it is the one to write', () => {
  const { serverAddress: _, ...without } = metadata;
  const triggers = [
    { type: 'prometheus', metadata },
    { type: 'prometheus', metadata: without },
  ];
  const [{ fix, path }] = foundOf(triggerIsComplete, { triggers });
  expect(fix).toBe('write serverAddress: http://prometheus:9090, as in the trigger beside it');
  expect(path).toEqual(['spec', 'triggers', 1, 'metadata']);
});

describe('secrets of a TriggerAuthentication', () => {
  const authentication = (...parameters: string[]): JsonObject => ({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name: 'prometheus', namespace: 'serving' },
    spec: {
      secretTargetRef: parameters.map((parameter) => ({ parameter, name: 's', key: parameter })),
    },
  });
  const ref = { authenticationRef: { name: 'prometheus' } };

  test('are ignored without their mode', () => {
    const [[, message]] = judged({}, ref, [authentication('ca')]);
    expect(message).toContain('authModes does not say tls: KEDA ignores it');
    expect(
      judged({ authModes: 'bearer' }, ref, [authentication('bearerToken', 'ca')]),
    ).toHaveLength(1);
  });

  test('count with it, or where they bring it along', () => {
    expect(judged({ authModes: 'tls,bearer' }, ref, [authentication('bearerToken', 'ca')])).toEqual(
      [],
    );
    expect(judged({}, ref, [authentication('authModes', 'ca')])).toEqual([]);
    expect(judged({ authModes: 'bearer' }, ref)).toEqual([]);
  });
});
