import { outerLimitsExceedDrain } from '../../../src/lint/rules/outer-limits-exceed-drain';
import type { JsonObject } from '../../../src/lint/view/place';
import type { SiteFacts } from '../../../src/lint/view/view';
import { found, type Server, slept } from '../drain/manifests';

/** 20 s of hook, 60 s of drain and 10 s of end. */
const server: Server = { preStop: slept(20) };

const messages = (others: JsonObject[], site: SiteFacts = {}, more: Server = {}): string[] =>
  found(outerLimitsExceedDrain, { ...server, ...more }, others, site).map(({ message }) => message);

const pool = (limit: string, name = 'gpu'): JsonObject => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name },
  spec: {
    template: {
      spec: {
        terminationGracePeriod: limit,
        requirements: [{ key: 'team', operator: 'In', values: ['ml'] }],
      },
    },
  },
});

test.each([
  [
    '89s',
    [
      "Karpenter takes a node of 'gpu' after 89 s, and a pod may need 90 s to finish its answers: the longest are cut",
    ],
  ],
  ['90s', []],
])('a pool that waits %s', (limit, expected) => {
  expect(messages([pool(limit)])).toEqual(expected);
});

test('a pool that the pod cannot land on is none of its business', () => {
  const onto = (nodeSelector: JsonObject) => ({ pod: { nodeSelector } });
  expect(messages([pool('60s')], {}, onto({ 'karpenter.sh/nodepool': 'other' }))).toEqual([]);
  expect(messages([pool('60s')], {}, onto({ 'example.com/rack': 'a' }))).toEqual([]);
  expect(messages([pool('60s')], {}, onto({ team: 'ml' }))).toHaveLength(1);
});

test.each<[SiteFacts, number]>([
  [{}, 0],
  [{ nodeAutoscaler: 'cluster-autoscaler' }, 0],
  [{ nodeDrainLimitSeconds: 60 }, 1],
  [{ gatewayTimeoutSeconds: 30 }, 1],
  [{ gatewayTimeoutSeconds: 60 }, 0],
])('of a site with %j %i limits are too short', (site, count) => {
  expect(messages([], site)).toHaveLength(count);
});

test('cluster-autoscaler waits ten minutes', () => {
  const long = { args: ['--shutdown-timeout=600'], pod: { terminationGracePeriodSeconds: 700 } };
  const [message] = messages([], { nodeAutoscaler: 'cluster-autoscaler' }, long);
  expect(message).toContain('cluster-autoscaler takes a node after 600 s');
});

test.each([
  ['cloud.google.com/gke-spot', 'true', 30],
  ['kubernetes.azure.com/scalesetpriority', 'spot', 30],
])('%s: %s gives %i s of notice', (key, value, seconds) => {
  const [message] = messages([], {}, { pod: { nodeSelector: { [key]: value } } });
  expect(message).toContain(`a spot node goes after ${seconds} s`);
});

test('two minutes of notice are enough for 90 s', () => {
  const pod = { nodeSelector: { 'karpenter.sh/capacity-type': 'spot' } };
  expect(messages([], {}, { pod })).toEqual([]);
});

test('a route that is shorter than the drain cuts answers at any time', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'chat', namespace: 'serving' },
    spec: { selector: { app: 'chat' }, ports: [{ port: 80, targetPort: 8000 }] },
  };
  const route = (request: string): JsonObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'chat', namespace: 'serving' },
    spec: { rules: [{ timeouts: { request }, backendRefs: [{ name: 'chat', port: 80 }] }] },
  });
  expect(messages([service, route('15s')])[0]).toContain('the route ends an answer after 15 s');
  expect(messages([service, route('0s')])).toEqual([]);
  expect(messages([service, route('2m')])).toEqual([]);
});
