import { meshSidecarOutlivesDrain } from '../../../src/lint/rules/mesh-sidecar-outlives-drain';
import type { JsonObject } from '../../../src/lint/view/place';
import { found, type Server, slept } from '../drain/manifests';

const inject = { 'sidecar.istio.io/inject': 'true' };

const judged = (server: Server, others: JsonObject[] = []) =>
  found(meshSidecarOutlivesDrain, { preStop: slept(20), ...server }, others).map(
    ({ severity, message }) => [severity, message],
  );

const config = (text: string) => ({ 'proxy.istio.io/config': text });

test('Istio ends five seconds after the deletion', () => {
  expect(judged({ labels: inject })).toEqual([
    [
      'warning',
      "Istio's proxy ends 5 s after the deletion unless sidecars are native here, and the drain takes 80 s: every stream through it is cut then",
    ],
  ]);
});

test.each([
  ['native', { 'sidecar.istio.io/nativeSidecar': 'true' }],
  ['as long as the drain', config('terminationDrainDuration: 80s')],
  ['until nothing is open', config('proxyMetadata:\n  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true"')],
])('a proxy that is %s is right', (_, annotations) => {
  expect(judged({ labels: inject, annotations })).toEqual([]);
});

test('a proxy that stands in the manifest is there for certain', () => {
  const sidecar = { name: 'istio-proxy', image: 'istio/proxyv2:1.29.0' };
  const [main] = [
    {
      name: 'vllm',
      image: 'vllm/vllm-openai:v0.32.0',
      args: ['--shutdown-timeout=60'],
      lifecycle: { preStop: slept(20) },
      resources: { limits: { 'nvidia.com/gpu': 1 } },
    },
  ];
  expect(judged({ pod: { containers: [main, sidecar] } })[0][0]).toBe('error');
  const native = { ...sidecar, restartPolicy: 'Always' };
  expect(judged({ pod: { containers: [main], initContainers: [native] } })).toEqual([]);
});

const namespace = (labels: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'serving', labels },
});

test('a namespace injects unless the pod refuses', () => {
  const others = [namespace({ 'istio-injection': 'enabled' })];
  expect(judged({}, others)).toHaveLength(1);
  expect(judged({ labels: { 'sidecar.istio.io/inject': 'false' } }, others)).toEqual([]);
  expect(judged({}, [namespace({})])).toEqual([]);
});

test('Linkerd waits two minutes for what is open', () => {
  const annotations = { 'linkerd.io/inject': 'enabled' };
  const args = ['--shutdown-timeout=120'];
  const pod = { terminationGracePeriodSeconds: 200 };
  expect(judged({ annotations })).toEqual([]);
  expect(judged({ annotations, args, pod })[0][1]).toContain("Linkerd's proxy ends 120 s");
  const wait = { ...annotations, 'config.alpha.linkerd.io/proxy-wait-before-exit-seconds': '20' };
  expect(judged({ annotations: wait, args, pod })).toEqual([]);
});

describe('STRICT mutual TLS', () => {
  const strict = (spec: JsonObject = {}, name = 'serving'): JsonObject => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', namespace: name },
    spec: { mtls: { mode: 'STRICT' }, ...spec },
  });
  const monitor = (endpoint: JsonObject = {}): JsonObject => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'chat', namespace: 'serving' },
    spec: {
      selector: { matchLabels: { app: 'chat' } },
      podMetricsEndpoints: [{ port: 'http', ...endpoint }],
    },
  });
  const native = { ...inject };
  const annotations = { 'sidecar.istio.io/nativeSidecar': 'true' };
  const scrapes = (...others: JsonObject[]) => judged({ labels: native, annotations }, others);

  test('refuses a scrape from outside of the mesh', () => {
    expect(scrapes(strict(), monitor())[0][1]).toContain("PodMonitor 'chat' scrapes it without");
    expect(scrapes(strict({}, 'istio-system'), monitor())).toHaveLength(1);
  });

  test('is no matter without a scrape, for another port or for other pods', () => {
    const permissive = { portLevelMtls: { '8000': { mode: 'PERMISSIVE' } } };
    expect(scrapes(strict())).toEqual([]);
    expect(scrapes(strict(permissive), monitor())).toEqual([]);
    expect(scrapes(strict({ selector: { matchLabels: { app: 'x' } } }), monitor())).toEqual([]);
    expect(scrapes(strict({}, 'elsewhere'), monitor())).toEqual([]);
    expect(scrapes(strict(), monitor({ scheme: 'https' }))).toEqual([]);
  });
});
