import { Chart } from 'cdk8s';
import {
  CapacityPlan,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  Pin,
  SecretKey,
  ServingPlatform,
  WeightSource,
  WorkloadKind,
} from '../../src';
import { chartOf, type Fields, objectOf, propsOf, serviceOf, twoNodes } from './support';

const kinds = (service: LlmInferenceService) =>
  Chart.of(service)
    .toJson()
    .map(({ kind }) => kind);

describe('an LlmInferenceService', () => {
  test('writes its objects in the order they are best applied, the scaler last', () => {
    expect(kinds(serviceOf())).toEqual([
      'ServiceAccount',
      'LeaderWorkerSet',
      'Service',
      'PodMonitor',
      'PodDisruptionBudget',
      'ScaledObject',
    ]);
  });

  test('says where the OpenAI API answers', () => {
    expect(serviceOf().endpoint).toBe('http://chat-http.serving.svc:8000/v1');
    const nowhere = new Chart(chartOf().node.root as never, 'nowhere');
    expect(serviceOf({}, nowhere).endpoint).toBe('http://chat-http.default.svc:8000/v1');
  });

  test('leaves replicas to the scaler, whose bounds are the plan’s', () => {
    const service = serviceOf();
    expect(objectOf(service, 'LeaderWorkerSet')?.spec).not.toHaveProperty('replicas');
    expect(objectOf(service, 'ScaledObject')?.spec).toMatchObject({
      minReplicaCount: service.plan.fleet?.minReplicas,
      maxReplicaCount: service.plan.fleet?.maxReplicas,
      scaleTargetRef: { kind: 'LeaderWorkerSet', name: 'chat' },
    });
  });

  test('with a fixed number of replicas writes it and no scaler', () => {
    const service = serviceOf({ replicas: 3 });
    expect(objectOf(service, 'LeaderWorkerSet')?.spec.replicas).toBe(3);
    expect(kinds(service)).not.toContain('ScaledObject');
    expect(service.plan.explain('/fleet/minReplicas')).toContain("fixed by 'replicas'");
  });

  test('can be a Deployment, and the scaler follows', () => {
    const service = serviceOf({ workload: WorkloadKind.DEPLOYMENT });
    expect(kinds(service)).not.toContain('LeaderWorkerSet');
    expect(objectOf(service, 'ScaledObject')?.spec.scaleTargetRef).toMatchObject({
      kind: 'Deployment',
      name: 'chat',
    });
  });

  test('over several nodes is a group whose fabric is the machine’s', () => {
    const { spec } = objectOf(serviceOf(twoNodes), 'LeaderWorkerSet') as Fields;
    const { size, leaderTemplate } = spec.leaderWorkerTemplate;
    expect(size).toBe(2);
    expect(leaderTemplate.spec.containers[0].resources.limits).toMatchObject({
      'nvidia.com/gpu': 8,
      'vpc.amazonaws.com/efa': 32,
    });
  });

  test('says on the workload why a number was overruled', () => {
    const service = serviceOf({ pins: [Pin.minReplicas(4, 'contract until March')] });
    const { annotations } = objectOf(service, 'LeaderWorkerSet')?.metadata ?? {};
    expect(annotations['cdk8s-llm.dev/pins']).toMatch(/minReplicas: .*contract until March/);
  });
});

describe('its plan', () => {
  test('is the one of planFor for the same props and name', () => {
    const props = propsOf({ name: 'chat' });
    const chart = new Chart(chartOf().node.root as never, 'nowhere');
    const service = new LlmInferenceService(chart, 'any', props);
    expect(LlmInferenceService.planFor(props).toJson()).toEqual(service.plan.toJson());
  });

  test('can be had from the annotation of the workload', () => {
    const service = serviceOf({
      ...twoNodes,
      pins: [Pin.minReplicas(4, 'contract')],
      weights: WeightSource.claim('weights'),
    });
    const { annotations } = objectOf(service, 'LeaderWorkerSet')?.metadata ?? {};
    const request = JSON.parse(annotations['cdk8s-llm.dev/plan']);
    expect(CapacityPlan.fromRequest(request).toJson()).toEqual(service.plan.toJson());
  });

  test('holds no secret and no address', () => {
    const password = SecretKey.of('monitoring-login', 'hunter2');
    const metrics = MetricsBackend.prometheus('http://metrics.internal:9090', {
      username: SecretKey.of('monitoring-login', 'user'),
      password,
    });
    const chart = chartOf(ServingPlatform.custom({ metrics }));
    const service = serviceOf(
      {
        apiKey: SecretKey.of('openai-key', 'api'),
        weights: WeightSource.huggingFace({ token: SecretKey.of('hub-token', 'hub') }),
      },
      chart,
    );
    expect(JSON.stringify(service.plan.toRequest())).not.toMatch(
      /monitoring-login|hunter2|openai-key|hub-token|metrics\.internal/,
    );
  });

  test('of a model known by measurement only needs a measured rate', () => {
    const { plan } = serviceOf({
      model: LlmModel.measured('openai/whisper-large-v3'),
      traffic: { peakRequestsPerSecond: 40 },
      measured: { maxRequestsPerSecond: 12 },
      engine: undefined,
    });
    expect(plan.replica?.maxRequestsPerSecond).toBe(12);
  });
});
