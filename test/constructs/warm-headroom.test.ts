import { Chart } from 'cdk8s';
import {
  CloudProvider,
  HeadroomMechanism,
  InferenceEngine,
  LlmInferenceService,
  NodeAutoscaler,
  Pin,
  ServingPlatform,
  type ServingPlatformProps,
  WarmHeadroom,
  type WarmHeadroomProps,
} from '../../src';
import { chartOf, type Fields, propsOf, refusal, twoNodes } from './support';

const aws = (part: Partial<ServingPlatformProps> = {}) =>
  ServingPlatform.custom({ provider: CloudProvider.AWS, ...part });

/** A headroom in its own namespace and a chart for services beside it. */
function site(props: WarmHeadroomProps = {}, namespace = 'headroom', platform = aws()) {
  const chart = chartOf(platform);
  const headroom = new WarmHeadroom(
    new Chart(chart.node.root, 'room', { namespace }),
    'warm',
    props,
  );
  return { chart, headroom };
}

const objects = (headroom: WarmHeadroom): Fields[] => Chart.of(headroom).toJson();

describe('placeholder pods', () => {
  const { chart, headroom } = site();
  const service = new LlmInferenceService(chart, 'chat', { ...propsOf(), headroom });
  const [deployment] = objects(headroom);
  const pod = deployment.spec.template.spec;

  test('are as many as the plan says, in the shape of the pods to come', () => {
    expect(deployment.metadata).toMatchObject({ name: 'warm-serving-chat', namespace: 'headroom' });
    expect(deployment.spec.replicas).toBe(service.plan.headroom?.placeholderPods);
    const { resources } = (service.workload.toJson() as Fields).spec.leaderWorkerTemplate
      .workerTemplate.spec.containers[0];
    expect(pod.containers[0].resources).toEqual(resources);
  });

  test('are replaced one after the other, or nodes would be bought for both', () => {
    expect(deployment.spec.strategy).toEqual({ type: 'Recreate' });
  });

  test('run where the service does, give way at once and know no API', () => {
    const serving = (service.workload.toJson() as Fields).spec.leaderWorkerTemplate.workerTemplate
      .spec;
    expect(pod.nodeSelector).toEqual(serving.nodeSelector);
    expect(pod.tolerations).toEqual(serving.tolerations);
    expect(pod).toMatchObject({
      priorityClassName: 'llm-placeholder',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
    });
  });

  test('are whole nodes for a group of nodes, one for each of its pods', () => {
    const group = site();
    const props = { ...propsOf(twoNodes), headroom: group.headroom };
    const { plan } = new LlmInferenceService(group.chart, 'large', props);
    const [{ spec }] = objects(group.headroom);
    expect(spec.replicas).toBe(2 * (plan.headroom?.replicas ?? 0));
    expect(spec.template.spec.containers[0].resources.requests['nvidia.com/gpu']).toBe(8);
  });

  test('add up over services', () => {
    const two = site();
    for (const id of ['chat', 'search']) {
      new LlmInferenceService(two.chart, id, { ...propsOf(), headroom: two.headroom });
    }
    expect(objects(two.headroom).map(({ metadata }) => metadata.name)).toEqual([
      'warm-serving-chat',
      'warm-serving-search',
    ]);
    expect(two.headroom.gpus()).toBe(2);
  });

  test('have names of their own for services of one name in two namespaces', () => {
    const { chart: serving, headroom: room } = site();
    const other = new Chart(serving.node.root, 'other', { namespace: 'other' });
    for (const scope of [serving, other]) {
      new LlmInferenceService(scope, 'chat', { ...propsOf(), headroom: room });
    }
    const names = objects(room).map(({ metadata }) => metadata.name);
    expect(names).toEqual(['warm-serving-chat', 'warm-other-chat']);
    expect(room.gpus()).toBe(2);
  });

  test('are refused where another Deployment has their name, and the advised name helps', () => {
    const { chart: serving, headroom: room } = site();
    new LlmInferenceService(Chart.of(room), 'warm-serving-chat', propsOf());
    const attempt = (headroom: WarmHeadroom) => () =>
      new LlmInferenceService(serving, 'chat', { ...propsOf(), headroom });
    expect(refusal(attempt(room))).toContain(
      "'headroom' (\"warm-serving-chat\") must be one whose object has another name than that of 'room/warm-serving-chat' in the same namespace: give the service a headroom of another name, e.g. name: 'warm-b'",
    );
    expect(attempt(new WarmHeadroom(Chart.of(room), 'warm-b'))).not.toThrow();
  });

  test("are refused in the service's namespace, whose quota they would take", () => {
    const same = site({}, 'serving');
    const attempt = (headroom: WarmHeadroom, chart: Chart) => () =>
      new LlmInferenceService(chart, 'chat', { ...propsOf(), headroom });
    expect(refusal(attempt(same.headroom, same.chart))).toContain(
      '\'headroom\' ("serving") must be of a chart in another namespace',
    );
    expect(objects(same.headroom)).toEqual([]);
    const other = site();
    expect(attempt(other.headroom, other.chart)).not.toThrow();
  });

  test.each([
    ['a fixed number of replicas', { replicas: 3 }],
    ['pins of both bounds', { pins: [Pin.minReplicas(3, 'law'), Pin.maxReplicas(3, 'law')] }],
  ])('are refused for %s: the plan would count on nodes that nobody keeps', (_, part) => {
    const { chart: scope, headroom: room } = site();
    const props = { ...propsOf(part), headroom: room };
    expect(refusal(() => new LlmInferenceService(scope, 'chat', props))).toContain(
      '\'headroom\' ("3 replicas at all times") must be left out where no replica is ever added',
    );
  });
});

describe('a CapacityBuffer', () => {
  const mechanism = HeadroomMechanism.CAPACITY_BUFFER;
  const serving = aws({ capacityBuffers: true });
  const { chart, headroom } = site({ mechanism }, 'serving', serving);
  const engine = InferenceEngine.vllm({ maxModelLen: 8192 });
  new LlmInferenceService(chart, 'chat', { ...propsOf({ engine }), headroom });
  const [template, buffer] = objects(headroom);

  test('names a pod template of the same namespace and needs none of its own', () => {
    expect(template.kind).toBe('PodTemplate');
    expect(buffer).toMatchObject({
      apiVersion: 'autoscaling.x-k8s.io/v1beta1',
      kind: 'CapacityBuffer',
      metadata: { name: 'warm-serving-chat', namespace: 'serving' },
      spec: { podTemplateRef: { name: template.metadata.name }, replicas: 1 },
    });
  });

  test('is refused where nobody says that it is served, and saying so helps', () => {
    const unserved = site({ mechanism }, 'headroom');
    const attempt = (of: ReturnType<typeof site>) => () =>
      new LlmInferenceService(of.chart, 'chat', { ...propsOf(), headroom: of.headroom });
    expect(refusal(attempt(unserved))).toContain(
      '\'headroom\' ("capacity-buffer") must be placeholder pods where nobody says that the node autoscaler serves CapacityBuffers: turn them on and state platform.capacityBuffers: true, or keep nodes by placeholder pods',
    );
    expect(objects(unserved.headroom)).toEqual([]);
    expect(attempt(site({ mechanism }, 'headroom', serving))).not.toThrow();
    expect(attempt(site())).not.toThrow();
  });

  test('needs its kind and who serves it, and placeholders their class', () => {
    const needs = (of: ReturnType<typeof site>) =>
      new LlmInferenceService(of.chart, 'code', {
        ...propsOf(),
        headroom: of.headroom,
      }).plan.requirements
        .map(({ what }) => what)
        .filter((what) => /PriorityClass|CapacityBuffer/.test(what));
    expect(needs(site())).toEqual(['PriorityClass llm-placeholder']);
    expect(needs(site({ mechanism }, 'headroom', serving))).toEqual([
      expect.stringMatching(
        /^CRD capacitybuffers\.autoscaling\.x-k8s\.io with v1beta1, and a node/,
      ),
    ]);
  });

  test('keeps the nodes that placeholders would, in the plan', () => {
    const planOf = (of: ReturnType<typeof site>) =>
      new LlmInferenceService(of.chart, 'code', { ...propsOf(), headroom: of.headroom }).plan;
    const buffer = planOf(site({ mechanism }, 'headroom', serving));
    const pods = planOf(site());
    expect(buffer.headroom).toEqual(pods.headroom);
    expect(buffer.coldStart).toEqual(pods.coldStart);
    expect([buffer, pods].map((plan) => plan.toRequest().caches.node)).toEqual([
      'capacity-buffer',
      true,
    ]);
  });
});

test('planFor asks what a service would need without rendering a placeholder', () => {
  const { headroom } = site();
  const plan = LlmInferenceService.planFor({ ...propsOf(), headroom, platform: aws() });
  expect(plan.headroom?.replicas).toBe(1);
  expect(objects(headroom)).toEqual([]);
});

describe('a headroom', () => {
  test('of nodes that stand anyway is refused in words', () => {
    const { headroom } = site();
    const platform = ServingPlatform.custom({ nodeAutoscaler: NodeAutoscaler.NONE });
    expect(refusal(() => LlmInferenceService.planFor({ ...propsOf(), headroom, platform }))).toBe(
      '\'headroom\' ("a WarmHeadroom") must be left out where nobody buys nodes: they are there already: leave it out, or state who buys nodes',
    );
  });

  test('gives its objects the name that is stated', () => {
    const { chart, headroom } = site({ name: 'ready' });
    new LlmInferenceService(chart, 'chat', { ...propsOf(), headroom });
    expect(objects(headroom).map(({ metadata }) => metadata.name)).toEqual(['ready-serving-chat']);
  });

  test.each<[string, object]>([
    ["did you mean 'mechanism'?", { mecanism: HeadroomMechanism.CAPACITY_BUFFER }],
    ['\'name\' ("Ready") must be a DNS-1035 label', { name: 'Ready' }],
  ])('is refused with %s', (message, props) => {
    const chart = chartOf();
    expect(refusal(() => new WarmHeadroom(chart, 'warm', props))).toContain(message);
    expect(chart.node.children).toEqual([]);
  });

  test('is refused under the name of another one, whose objects it would overwrite', () => {
    const { headroom } = site();
    const beside = new Chart(headroom.node.root, 'beside', { namespace: 'headroom' });
    expect(refusal(() => new WarmHeadroom(beside, 'warm'))).toContain(
      "'name' (\"warm\") must be another than that of 'room/warm' in the same namespace: state another, e.g. name: 'warm-b'",
    );
    expect(() => new WarmHeadroom(beside, 'warm', { name: 'warm-b' })).not.toThrow();
    expect(() => new WarmHeadroom(beside, 'warm-1')).not.toThrow();
  });
});
