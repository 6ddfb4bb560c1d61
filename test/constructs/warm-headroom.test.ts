import { Chart } from 'cdk8s';
import {
  CloudProvider,
  HeadroomMechanism,
  InferenceEngine,
  LlmInferenceService,
  ServingPlatform,
  WarmHeadroom,
  type WarmHeadroomProps,
} from '../../src';
import { chartOf, type Fields, propsOf, refusal, twoNodes } from './support';

const aws = () => ServingPlatform.custom({ provider: CloudProvider.AWS });

/** A headroom in its own namespace and a chart for services beside it. */
function site(props: WarmHeadroomProps = {}, namespace = 'headroom') {
  const chart = chartOf(aws());
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
    expect(deployment.metadata).toMatchObject({ name: 'warm-chat', namespace: 'headroom' });
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
      'warm-chat',
      'warm-search',
    ]);
    expect(two.headroom.gpus()).toBe(2);
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

  test('are refused for a fixed number of replicas', () => {
    const { chart: scope, headroom: room } = site();
    const props = { ...propsOf({ replicas: 3 }), headroom: room };
    expect(refusal(() => new LlmInferenceService(scope, 'chat', props))).toContain(
      "'headroom' (\"3 replicas\") must be left out with 'replicas'",
    );
  });
});

describe('a CapacityBuffer', () => {
  const { chart, headroom } = site({ mechanism: HeadroomMechanism.CAPACITY_BUFFER }, 'serving');
  const engine = InferenceEngine.vllm({ maxModelLen: 8192 });
  new LlmInferenceService(chart, 'chat', { ...propsOf({ engine }), headroom });
  const [template, buffer] = objects(headroom);

  test('names a pod template of the same namespace and needs none of its own', () => {
    expect(template.kind).toBe('PodTemplate');
    expect(buffer).toMatchObject({
      apiVersion: 'autoscaling.x-k8s.io/v1beta1',
      kind: 'CapacityBuffer',
      metadata: { name: 'warm-chat', namespace: 'serving' },
      spec: { podTemplateRef: { name: template.metadata.name }, replicas: 1 },
    });
  });
});

test('planFor asks what a service would need without rendering a placeholder', () => {
  const { headroom } = site();
  const plan = LlmInferenceService.planFor({ ...propsOf(), headroom, platform: aws() });
  expect(plan.headroom?.replicas).toBe(1);
  expect(objects(headroom)).toEqual([]);
});

describe('a headroom', () => {
  test('gives its objects the name that is stated', () => {
    const { chart, headroom } = site({ name: 'ready' });
    new LlmInferenceService(chart, 'chat', { ...propsOf(), headroom });
    expect(objects(headroom).map(({ metadata }) => metadata.name)).toEqual(['ready-chat']);
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
  });
});
