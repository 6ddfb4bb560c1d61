import { Duration } from 'cdk8s';
import {
  Accelerator,
  InferenceEngine,
  NetworkPeer,
  NodeShape,
  Pin,
  type ServiceDefaults,
  ServingPlatform,
} from '../../src';
import { chartOf, type Fields, objectOf, type propsOf, refusal, serviceOf } from './support';

const below = (defaults: ServiceDefaults, part: Partial<ReturnType<typeof propsOf>> = {}) =>
  serviceOf(part, chartOf(ServingPlatform.custom({ defaults })));

describe('what a platform sets for its services', () => {
  test('holds where a service says nothing', () => {
    const { plan } = below({ objectives: { timePerOutputTokenP95: Duration.millis(31) } });
    expect(plan.toRequest().objectives).toEqual({ timePerOutputTokenP95Ms: 31 });
  });

  test('yields key by key to what the service says', () => {
    const service = below(
      {
        objectives: { timePerOutputTokenP95: Duration.millis(31), spareReplicas: 3 },
        podLabels: { team: 'platform', tier: 'gold' },
        nodeSelector: { pool: 'shared', disk: 'nvme' },
        engine: InferenceEngine.vllm({ version: '0.21.0', maxNumSeqs: 64 }),
        priorityClassName: 'serving',
      },
      {
        objectives: { spareReplicas: 0 },
        podLabels: { team: 'chat' },
        nodeSelector: { pool: 'own' },
        engine: InferenceEngine.vllm({ version: '0.32.0' }),
        priorityClassName: undefined,
      },
    );
    const { objectives, engine } = service.plan.toRequest();
    expect(objectives).toEqual({ timePerOutputTokenP95Ms: 31, spareReplicas: 0 });
    expect(engine).toEqual({
      name: 'vllm',
      version: '0.32.0',
      image: 'vllm/vllm-openai:v0.32.0',
    });
    const { metadata, spec } = (objectOf(service, 'LeaderWorkerSet') as Fields).spec
      .leaderWorkerTemplate.workerTemplate;
    expect(metadata.labels).toMatchObject({ team: 'chat', tier: 'gold' });
    expect(spec.nodeSelector).toMatchObject({ pool: 'own', disk: 'nvme' });
    expect(spec.priorityClassName).toBe('serving');
  });

  test('yields pin by pin, by quantity', () => {
    const { plan } = below(
      { pins: [Pin.cpu(4, 'platform'), Pin.minReplicas(5, 'platform')] },
      { pins: [Pin.minReplicas(3, 'service')] },
    );
    expect(plan.toRequest().pins).toEqual([
      { quantity: '/replica/cpu', value: 4, because: 'platform' },
      { quantity: '/fleet/minReplicas', value: 3, because: 'service' },
    ]);
    expect(plan.fleet?.minReplicas).toBe(3);
  });

  test('yields its pins of the bounds to a fixed number of replicas', () => {
    const { plan } = below({ pins: [Pin.minReplicas(5, 'platform')] }, { replicas: 2 });
    expect([plan.fleet?.minReplicas, plan.fleet?.maxReplicas]).toEqual([2, 2]);
  });

  test('names who scrapes for services that name their clients', () => {
    const monitors = [NetworkPeer.namespaceOf('monitoring')];
    const service = below({ monitors }, { clients: [NetworkPeer.namespaceOf('gateway')] });
    const [ingress] = objectOf(service, 'NetworkPolicy')?.spec.ingress ?? [];
    const namespaces = ingress.from.map((peer: Fields) => peer.namespaceSelector.matchLabels);
    expect(namespaces).toEqual([
      { 'kubernetes.io/metadata.name': 'gateway' },
      { 'kubernetes.io/metadata.name': 'monitoring' },
    ]);
  });

  test('may not name clients for services of which nobody says who scrapes', () => {
    const clients = [NetworkPeer.namespaceOf('gateway')];
    expect(refusal(() => below({ clients }))).toContain(
      "'monitors' ([]) must be given with 'clients'",
    );
  });

  test('does not bind a service to a machine without its accelerator', () => {
    const node = NodeShape.of('aws/p5en.48xlarge');
    expect(below({ node }).plan.choice.accelerator).toBe('H100-SXM');
    expect(below({ node }).plan.choice.node).not.toBe('aws/p5en.48xlarge');
    const onH200 = below({ node }, { accelerator: Accelerator.H200_SXM });
    expect(onH200.plan.choice.node).toBe('aws/p5en.48xlarge');
  });
});

test('a service that states all its props has no use for a layer', () => {
  const alone = serviceOf().plan.toRequest();
  expect(below({}).plan.toRequest()).toEqual(alone);
});
