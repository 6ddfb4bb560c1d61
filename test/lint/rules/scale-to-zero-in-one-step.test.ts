import { scaleToZeroInOneStep } from '../../../src/lint/rules/scale-to-zero-in-one-step';
import type { JsonObject } from '../../../src/lint/view/place';
import { found, type Server, scaledObject } from '../drain/manifests';

const paths = (spec: JsonObject, server: Server = {}) =>
  found(scaleToZeroInOneStep, server, [scaledObject(spec)]).map(({ path }) => path.at(-1));

test.each<[JsonObject, string[]]>([
  [{ minReplicaCount: 0 }, ['minReplicaCount']],
  [{ idleReplicaCount: 0 }, ['idleReplicaCount']],
  [{ minReplicaCount: 0, maxReplicaCount: 1 }, []],
  [{ minReplicaCount: 1 }, []],
  [{ minReplicaCount: null }, []],
])('%j', (spec, expected) => {
  expect(paths(spec)).toEqual(expected);
});

test('a plan that was asked for it has weighed it, and a shorter cooldown has not', () => {
  const request = {
    schema: 1,
    model: 'Qwen/Qwen3-8B-FP8',
    accelerator: 'L40S',
    engine: { name: 'vllm', version: '0.32.0' },
    traffic: { peakRequestsPerSecond: 2, inputTokens: 400, outputTokens: 200 },
    objectives: { timeToFirstTokenP95Ms: 1000, timePerOutputTokenP95Ms: 50 },
    scaling: { scaleToZero: { query: 'sum(rate(gateway_requests[1m]))', idleSeconds: 900 } },
  };
  const own = { 'cdk8s-llm.dev/plan': JSON.stringify(request) };
  const zero = { minReplicaCount: 0 };
  expect(paths({ ...zero, cooldownPeriod: 900 }, { own })).toEqual([]);
  expect(paths({ ...zero, cooldownPeriod: 60 }, { own })).toEqual(['minReplicaCount']);
});

test('load above the threshold does not count as none', () => {
  const { metadata } = (scaledObject().spec as { triggers: { metadata: JsonObject }[] })
    .triggers[0];
  const trigger = (activationThreshold: string): JsonObject => ({
    type: 'prometheus',
    metadata: { ...metadata, activationThreshold },
  });
  const zero = { minReplicaCount: 0, maxReplicaCount: 1 };
  expect(paths({ ...zero, triggers: [trigger('65')] })).toEqual(['activationThreshold']);
  expect(paths({ ...zero, triggers: [trigger('64')] })).toEqual([]);
  expect(paths({ ...zero, triggers: [trigger('65'), trigger('0')] })).toEqual([]);
  expect(paths({ maxReplicaCount: 3, triggers: [trigger('65')] })).toEqual([]);
});
