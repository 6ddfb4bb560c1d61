import { deployment, read, service } from './manifests';

const chat = deployment(
  'image: vllm/vllm-openai:v0.18.1',
  'volumes: [{ name: m, persistentVolumeClaim: { claimName: models } }]',
);
const beside = (...objects: string[]) => service([chat, ...objects].join('\n---\n'));

const hpa = (target: string, namespace = 'llm') => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: h, namespace: ${namespace} }
spec: { scaleTargetRef: ${target}, maxReplicas: 3 }`;

describe('a scaler belongs to its target', () => {
  test.each([
    [
      'of its kind, name and group',
      '{ apiVersion: apps/v1beta9, kind: Deployment, name: chat }',
      'llm',
      1,
    ],
    [
      'in the namespace that is filled in later',
      '{ apiVersion: apps/v1, kind: Deployment, name: chat }',
      '',
      1,
    ],
    [
      'not in another namespace',
      '{ apiVersion: apps/v1, kind: Deployment, name: chat }',
      'other',
      0,
    ],
    ['not of another kind', '{ apiVersion: apps/v1, kind: StatefulSet, name: chat }', 'llm', 0],
    ['not of another group', '{ apiVersion: x.io/v1, kind: Deployment, name: chat }', 'llm', 0],
  ])('%s', (_, target, namespace, count) => {
    const { scalers } = beside(hpa(target, namespace));
    expect(scalers).toHaveLength(count);
  });

  test('all scalers are in the view, also without their target', () => {
    expect(read(hpa('{ kind: Deployment, name: gone }')).view.scalers).toHaveLength(1);
  });
});

describe('a budget protects the pods that it selects', () => {
  test.each([
    ['{ matchLabels: { app: chat } }', 1],
    ['{ matchExpressions: [{ key: app, operator: In, values: [chat] }] }', 1],
    ['{ matchExpressions: [{ key: app, operator: Exists }] }', 1],
    ['{ matchExpressions: [{ key: app, operator: NotIn, values: [chat] }] }', 0],
    ['{ matchExpressions: [{ key: app, operator: DoesNotExist }] }', 0],
    ['{ matchExpressions: [{ key: app, operator: Maybe }] }', 0],
    ['{ matchLabels: { app: chat, tier: x } }', 0],
    ['{ matchLabels: { constructor: chat } }', 0],
    ['{}', 1],
  ])('%s: %d', (selector, count) => {
    const { budgets } = beside(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b, namespace: llm }
spec: { maxUnavailable: 25%, selector: ${selector} }`);
    expect(budgets).toHaveLength(count);
    if (count > 0) {
      expect(budgets).toMatchObject([
        { maxUnavailable: { value: '25%' }, unhealthyPodEvictionPolicy: 'IfHealthyBudget' },
      ]);
    }
  });

  test('one without a selector protects nothing', () => {
    const { budgets } = beside(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: b, namespace: llm }
spec: { minAvailable: 1 }`);
    expect(budgets).toEqual([]);
  });
});

const toChat = `
apiVersion: v1
kind: Service
metadata: { name: front, namespace: llm, labels: { scraped: "yes" } }
spec: { selector: { app: chat }, ports: [{ name: http, port: 80, targetPort: 8000 }, { port: 9 }] }`;

test('a Service leads to the pods that its selector takes', () => {
  const { endpoints } = beside(
    toChat,
    toChat.replace('app: chat', 'app: other'),
    toChat.replace('{ app: chat }', '{}'),
  );
  expect(endpoints).toMatchObject([
    {
      name: 'front',
      labels: { scraped: 'yes' },
      ports: [{ name: 'http', targetPort: 8000 }, { targetPort: 9 }],
    },
  ]);
});

describe('a monitor sees', () => {
  const monitor = (kind: string, spec: string, namespace = 'llm') => `
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: m, namespace: ${namespace} }
spec: ${spec}`;
  const pods =
    '{ selector: { matchLabels: { app: chat } }, podMetricsEndpoints: [{ port: http, interval: 1m30s }]';

  test('pods by their labels, with port, path and interval', () => {
    expect(beside(monitor('PodMonitor', `${pods} }`)).monitors).toMatchObject([
      {
        kind: 'PodMonitor',
        endpoints: [{ port: 'http', path: '/metrics', intervalSeconds: { value: 90 } }],
      },
    ]);
  });

  test.each([
    ['its own namespace', '', 'other', 0],
    ['those that it names', ', namespaceSelector: { matchNames: [llm] }', 'other', 1],
    ['not those that it does not name', ', namespaceSelector: { matchNames: [x] }', 'llm', 0],
    ['its own for an empty list', ', namespaceSelector: { matchNames: [] }', 'llm', 1],
    ['any', ', namespaceSelector: { any: true }', 'other', 1],
  ])('of namespaces %s', (_, selector, namespace, count) => {
    expect(beside(monitor('PodMonitor', `${pods}${selector} }`, namespace)).monitors).toHaveLength(
      count,
    );
  });

  test('Services by their labels', () => {
    const spec =
      '{ selector: { matchLabels: { scraped: "yes" } }, endpoints: [{ targetPort: 8000, path: /m }] }';
    expect(beside(toChat, monitor('ServiceMonitor', spec)).monitors).toMatchObject([
      { kind: 'ServiceMonitor', endpoints: [{ port: 8000, path: '/m' }] },
    ]);
    expect(beside(monitor('ServiceMonitor', spec)).monitors).toEqual([]);
  });

  test('annotations, of pods and of Services', () => {
    const scraped = '{ prometheus.io/scrape: "true", prometheus.io/port: "8000" }';
    const pod = chat.replace(
      'labels: { app: chat }',
      `labels: { app: chat }, annotations: ${scraped}`,
    );
    const front = toChat.replace('labels:', 'annotations: { prometheus.io/scrape: true }, labels:');
    expect(service(`${pod}---${front}`).monitors).toMatchObject([
      { kind: 'annotation', endpoints: [{ port: 8000, path: '/metrics' }] },
      { kind: 'annotation', endpoints: [{ path: '/metrics' }] },
    ]);
  });
});

test('a claim belongs to the pods that mount it', () => {
  const claim = (name: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: llm }
spec: { accessModes: [ReadWriteMany] }`;
  expect(beside(claim('models'), claim('other')).claims).toMatchObject([
    { name: 'models', accessModes: ['ReadWriteMany'], isPerPod: false },
  ]);
});

describe('a route leads to the service', () => {
  const http = (backend: string, timeouts: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: llm }
spec: { rules: [{ backendRefs: [{ name: ${backend} }], timeouts: ${timeouts} }] }`;
  const pool = `
apiVersion: inference.networking.k8s.io/v1
kind: InferencePool
metadata: { name: pool, namespace: llm }
spec: { selector: { matchLabels: { app: chat } } }`;

  test('by a Service or by a pool, with its limit', () => {
    expect(beside(toChat, http('front', '{ request: 1m }')).routes).toMatchObject([
      { timeoutSeconds: { value: 60, path: ['spec', 'rules', 0, 'timeouts', 'request'] } },
    ]);
    expect(beside(pool, http('pool', '{ backendRequest: 30s }')).routes).toMatchObject([
      { timeoutSeconds: { value: 30 } },
    ]);
    expect(beside(toChat, http('other', '{ request: 1m }')).routes).toEqual([]);
  });

  test('a limit of zero is none', () => {
    expect(
      beside(toChat, http('front', '{ request: 0s }')).routes[0].timeoutSeconds,
    ).toBeUndefined();
  });

  test('in a mesh by its host', () => {
    const virtual = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: llm }
spec: { http: [{ timeout: 15s, route: [{ destination: { host: front.llm.svc.cluster.local } }] }] }`;
    expect(beside(toChat, virtual).routes).toMatchObject([{ timeoutSeconds: { value: 15 } }]);
  });
});

test('quotas and pools of nodes tell their GPUs and limits', () => {
  const { view } = read(`
apiVersion: v1
kind: ResourceQuota
metadata: { name: q, namespace: llm }
spec: { hard: { cpu: 10, requests.nvidia.com/gpu: "16" } }
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: n }
spec:
  limits: { nvidia.com/gpu: 8 }
  template:
    metadata: { labels: { pool: gpu } }
    spec:
      terminationGracePeriod: 15m
      requirements: [{ key: karpenter.sh/capacity-type, operator: In, values: [spot, on-demand] }]`);
  expect(view.quotas).toMatchObject([
    { namespace: 'llm', counted: [{ resource: 'nvidia.com/gpu', value: 16 }] },
  ]);
  expect(view.nodePools).toMatchObject([
    { drainLimitSeconds: { value: 900 }, gpuLimit: { value: 8 }, isSpot: true },
  ]);
  expect([...view.nodePools[0].labelKeys]).toEqual(['pool', 'karpenter.sh/capacity-type']);
});
