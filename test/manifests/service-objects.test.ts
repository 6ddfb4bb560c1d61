import type { WireObject } from '../../src/manifests';
import { type Fields, podOf, rendered, twoNodes } from './support';

const selector = { 'cdk8s-llm.dev/service': 'chat', 'cdk8s-llm.dev/role': 'leader' };

describe('the objects of a service', () => {
  const objects = rendered(twoNodes);
  const all = Object.values(objects).flat() as WireObject[];

  test('carry the labels by which they are found together', () => {
    for (const { metadata } of all) {
      expect(metadata.namespace).toBe('serving');
      expect(metadata.labels).toEqual({
        'app.kubernetes.io/name': 'vllm',
        'app.kubernetes.io/component': 'inference-server',
        'app.kubernetes.io/managed-by': 'cdk8s-llm',
        'cdk8s-llm.dev/service': 'chat',
      });
    }
  });

  test('leave the namespace to the chart where none is stated', () => {
    const { service } = rendered({}, { namespace: undefined });
    expect(service.metadata).not.toHaveProperty('namespace');
  });

  test('tell leaders from workers by a label that users cannot move', () => {
    const stated = { team: 'chat', 'cdk8s-llm.dev/role': 'mine' };
    const pods = rendered(twoNodes, { podLabels: stated });
    expect(podOf(pods).metadata.labels).toMatchObject({ team: 'chat', ...selector });
    expect(podOf(pods, 'worker').metadata.labels['cdk8s-llm.dev/role']).toBe('worker');
  });

  test('without traffic there is nothing to render, and the error says what to state', () => {
    expect(() => rendered({ replica: undefined })).toThrow("'/traffic' (missing)");
  });
});

test('the Service leaves its plain name to the headless one of LeaderWorkerSet', () => {
  const { service, workload } = rendered();
  expect([service.metadata.name, workload.metadata.name]).toEqual(['chat-http', 'chat']);
});

test('the Service sends requests to leaders only', () => {
  expect(rendered().service.spec).toEqual({
    type: 'ClusterIP',
    selector,
    ports: [{ name: 'http', port: 8000, targetPort: 'http', appProtocol: 'http' }],
  });
});

test('the ServiceAccount mounts no token', () => {
  const { serviceAccount } = rendered();
  expect(serviceAccount.automountServiceAccountToken).toBe(false);
  expect(podOf(rendered()).spec).toMatchObject({
    serviceAccountName: serviceAccount.metadata.name,
    automountServiceAccountToken: false,
  });
});

describe('the PodDisruptionBudget', () => {
  const budget = (objects = rendered()) => objects.disruptionBudget.spec as Fields;

  test('covers all pods of all groups and lets loading pods go', () => {
    expect(budget(rendered(twoNodes))).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { 'cdk8s-llm.dev/service': 'chat' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('lets as many pods of a Deployment go as the plan has to spare, but at least one', () => {
    const spare = (spareReplicas: number) =>
      budget(rendered({ fleet: { spareReplicas } }, { workload: 'deployment' })).maxUnavailable;
    expect([spare(3), spare(0)]).toEqual([3, 1]);
  });
});

describe('network policies', () => {
  const gateway = { namespaceLabels: { name: 'gateway' }, podLabels: { app: 'envoy' } };
  const prometheus = { namespaceLabels: { name: 'monitoring' } };
  const group = [{ podSelector: { matchLabels: { 'cdk8s-llm.dev/service': 'chat' } } }];
  const http = [{ protocol: 'TCP', port: 8000 }];

  test('are not rendered for single nodes without stated clients', () => {
    expect(rendered().networkPolicies).toEqual([]);
  });

  test('admit the stated clients and Prometheus, on the HTTP port only', () => {
    const stated = { clients: [gateway], monitorPeers: [prometheus] };
    const [policy, ...others] = rendered({}, stated).networkPolicies;
    expect(others).toEqual([]);
    expect(policy.metadata.name).toBe('chat-http');
    expect(policy.spec).toEqual({
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { name: 'gateway' } },
              podSelector: { matchLabels: { app: 'envoy' } },
            },
            { namespaceSelector: { matchLabels: { name: 'monitoring' } } },
          ],
          ports: http,
        },
      ],
    });
  });

  test('close the rendezvous ports of groups without cutting off unnamed clients', () => {
    const policies = rendered(twoNodes).networkPolicies;
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['chat-group', 'chat-http']);
    expect((policies[0].spec as Fields).ingress).toEqual([{ from: group }]);
    expect((policies[1].spec as Fields).ingress).toEqual([{ ports: http }]);
  });
});

describe('the monitor', () => {
  const monitor = (kind: 'prometheus' | 'amazon' | 'google' | 'azure') =>
    rendered({}, {}, { metrics: { kind }, monitorLabels: { release: 'kube-prometheus' } }).monitor;

  test('is a PodMonitor over leaders that names the service in every series', () => {
    const { apiVersion, kind, metadata, spec } = monitor('prometheus');
    expect([apiVersion, kind]).toEqual(['monitoring.coreos.com/v1', 'PodMonitor']);
    expect(metadata.labels).toMatchObject({ release: 'kube-prometheus' });
    expect(spec).toEqual({
      selector: { matchLabels: selector },
      podMetricsEndpoints: [
        {
          port: 'http',
          path: '/metrics',
          interval: '15s',
          relabelings: [
            {
              sourceLabels: ['__meta_kubernetes_pod_label_cdk8s_llm_dev_service'],
              targetLabel: 'service',
            },
          ],
        },
      ],
    });
  });

  test('is what the collector of each backend reads', () => {
    expect(monitor('amazon').apiVersion).toBe('monitoring.coreos.com/v1');
    expect(monitor('azure')).toMatchObject({
      apiVersion: 'azmonitoring.coreos.com/v1',
      kind: 'PodMonitor',
    });
    expect(monitor('google')).toMatchObject({
      apiVersion: 'monitoring.googleapis.com/v1',
      kind: 'PodMonitoring',
      spec: {
        endpoints: [{ port: 'http', path: '/metrics', interval: '15s' }],
        targetLabels: { fromPod: [{ from: 'cdk8s-llm.dev/service', to: 'service' }] },
      },
    });
  });
});
