import { Chart, Duration } from 'cdk8s';
import {
  FrontDoor,
  LlmInferenceService,
  type LlmInferenceServiceProps,
  MetricsBackend,
  NodeShape,
  OffPeakBatch,
  type OffPeakBatchProps,
  PriorityTier,
  SecretKey,
  ServingPlatform,
} from '../../src';
import { chartOf, type Fields, propsOf, refusal } from './support';

const busy = {
  node: NodeShape.of('aws/p5.48xlarge'),
  traffic: { peakRequestsPerSecond: 400, inputTokens: 500, outputTokens: 200 },
};
const window = { start: '0 22 * * *', end: '0 6 * * *', timeZone: 'Europe/Berlin' };

function batchOf(
  props: Partial<OffPeakBatchProps> = {},
  part: Partial<LlmInferenceServiceProps> = {},
  chart = chartOf(),
) {
  const preemptionWait = Duration.seconds(30);
  const service = new LlmInferenceService(chart, 'chat', {
    ...propsOf(busy),
    preemptionWait,
    ...part,
  });
  return new OffPeakBatch(chart, 'evaluate', { service, command: ['work'], ...props });
}

const json = (object: OffPeakBatch['workload']): Fields => object.toJson();

describe('batch work beside a service', () => {
  const chart = chartOf();
  const batch = batchOf({}, {}, chart);
  const service = chart.node.findChild('chat') as LlmInferenceService;
  const { metadata, spec: pod } = json(batch.workload).spec.template;

  test('takes the GPUs of the peak that the service leaves at its minimum', () => {
    const { fleet } = service.plan;
    expect(batch.pods).toBe((fleet?.gpusAtPeak ?? 0) - (fleet?.gpusAtMin ?? 0));
    expect(batch.pods).toBeGreaterThan(3);
    expect(batchOf({ gpus: 100, gpusPerPod: 4 }).pods).toBe(
      Math.floor((100 - (fleet?.gpusAtMin ?? 0)) / 4),
    );
  });

  test('yields to every service, and its drain is the wait of the plan', () => {
    expect(pod).toMatchObject({
      priorityClassName: 'llm-batch',
      terminationGracePeriodSeconds: 30,
    });
    expect(batch.delay.toSeconds()).toBe(30);
    const schedule = service.plan.coldStart.stages.find(({ name }) => name === 'schedule');
    expect(schedule?.seconds).toBe(2 + 30);
  });

  test('is no pod of the service', () => {
    expect(Object.keys(metadata.labels).filter((key) => key.startsWith('cdk8s-llm.dev/'))).toEqual(
      [],
    );
    const selector = json(batch.workload).spec.selector.matchLabels;
    expect(metadata.labels).toMatchObject(selector);
  });

  test('has the memory of its GPUs, asked for and at most', () => {
    const four = chartOf();
    const [container] = json(batchOf({ gpus: 100, gpusPerPod: 4 }, {}, four).workload).spec.template
      .spec.containers;
    const { replica } = (four.node.findChild('chat') as LlmInferenceService).plan;
    const memory = (gibibytes = 0) => `${4 * gibibytes}Gi`;
    expect(container.resources.requests.memory).toBe(memory(replica?.memoryGiB));
    expect(container.resources.limits.memory).toBe(memory(replica?.memoryLimitGiB));
  });

  test('has the node, the weights and the environment of the service, and not its key', () => {
    const keyed = chartOf();
    const other = batchOf(
      { env: { QUEUE: 'night' } },
      { apiKey: SecretKey.of('key', 'token') },
      keyed,
    );
    const serving = (
      keyed.node.findChild('chat') as LlmInferenceService
    ).workload.toJson() as Fields;
    const template = serving.spec.leaderWorkerTemplate.workerTemplate.spec;
    const own = json(other.workload).spec.template.spec;
    expect(own.nodeSelector).toEqual(template.nodeSelector);
    expect(own.volumes).toEqual(template.volumes);
    const names = own.containers[0].env.map(({ name }: Fields) => name);
    expect(names).toContain('QUEUE');
    expect(names).toContain('VLLM_CACHE_ROOT');
    expect(names).not.toContain('VLLM_API_KEY');
  });

  test('asks for as much of everything as its GPUs are of a pod of the service', () => {
    const four = json(batchOf({ gpus: 100, gpusPerPod: 4 }).workload).spec.template.spec;
    const one = pod.containers[0].resources;
    const { requests } = four.containers[0].resources;
    expect(requests['nvidia.com/gpu']).toBe(4);
    expect(Number(requests.cpu)).toBe(4 * Number(one.requests.cpu));
  });
});

describe('its scaler', () => {
  test('follows the GPUs that are idle, pending pods of the service counted as busy', () => {
    const batch = batchOf();
    const [trigger] = json(batch.scaler).spec.triggers;
    expect(trigger).toMatchObject({ type: 'prometheus', metricType: 'AverageValue' });
    const pods =
      'count(max by (pod) (kube_pod_status_phase{namespace="serving",phase=~"Pending|Running",pod=~"chat-[0-9]+(-[0-9]+)?"}) == 1)';
    expect(trigger.metadata.query).toBe(`clamp_min(floor((9 - 1 * ${pods}) / 1), 0)`);
    expect(trigger.metadata).toMatchObject({ threshold: '1', ignoreNullValues: 'false' });
  });

  test('takes no pods for none only while kube-state-metrics answers, where none may be', () => {
    const scaleToZero = FrontDoor.query('sum(rate(gateway_requests_total[2m]))');
    const [trigger] = json(batchOf({}, { scaleToZero }).scaler).spec.triggers;
    expect(trigger.metadata.query).toContain(
      ' or (vector(0) and (count(kube_pod_status_phase{}) > 0))',
    );
  });

  test('keeps its HPA out of the hands of tools that prune by label', () => {
    expect(json(batchOf().scaler).metadata.annotations).toEqual({
      'scaledobject.keda.sh/hpa-excluded-labels': 'argocd.argoproj.io/instance',
    });
  });

  test('starts at none and ends at none, without a wait on the way down', () => {
    const batch = batchOf({ window });
    const { spec } = json(batch.scaler);
    expect(spec).toMatchObject({
      minReplicaCount: 0,
      maxReplicaCount: batch.pods,
      cooldownPeriod: 0,
    });
    expect(spec.advanced.horizontalPodAutoscalerConfig.behavior).toEqual({
      scaleDown: { stabilizationWindowSeconds: 0 },
    });
  });

  test('reaches a count exactly where the cluster can be told to', () => {
    const chart = chartOf(ServingPlatform.custom({ kubernetesVersion: '1.35' }));
    const { behavior } = json(batchOf({ window }, {}, chart).scaler).spec.advanced
      .horizontalPodAutoscalerConfig;
    expect(behavior).toEqual({
      scaleDown: { stabilizationWindowSeconds: 0, tolerance: '0' },
      scaleUp: { tolerance: '0' },
    });
  });

  test('keeps to a window', () => {
    const batch = batchOf({ window });
    expect(json(batch.scaler).spec.triggers).toEqual([
      {
        type: 'cron',
        metadata: {
          timezone: 'Europe/Berlin',
          start: '0 22 * * *',
          end: '0 6 * * *',
          desiredReplicas: String(batch.pods),
        },
      },
    ]);
  });

  test('logs in as the service does', () => {
    const metrics = MetricsBackend.prometheus('http://mimir', { token: SecretKey.of('t', 'k') });
    const batch = batchOf({}, {}, chartOf(ServingPlatform.custom({ metrics })));
    const [trigger] = json(batch.scaler).spec.triggers;
    expect(trigger.authenticationRef).toEqual({ name: 'chat' });
  });
});

describe('batch work is refused', () => {
  test.each([
    [{ gpusPerPod: 0 }, "'gpusPerPod' (0) must be a whole number, at least 1"],
    [{ gpusPerPod: 0.5 }, "'gpusPerPod' (0.5) must be a whole number, at least 1"],
    [{ gpusPerPod: -1 }, "'gpusPerPod' (-1) must be a whole number, at least 1"],
    [{ gpus: 1.5 }, "'gpus' (1.5) must be a whole number, at least 1"],
    [{ gpusPerPod: 16, gpus: 64 }, "'gpusPerPod' (16) must be at most 8, the GPUs of"],
    [{ drain: Duration.seconds(0) }, '\'drain\' ("0 s") must be whole seconds, from 1 s to 1 h'],
    [{ drain: Duration.millis(2500) }, '\'drain\' ("2.5 s") must be whole seconds'],
    [{ command: [] }, "'command' ([]) must be a program and its arguments"],
  ])('with %j', (props, message) => {
    expect(refusal(() => batchOf(props))).toContain(message);
  });

  test('beside a service that could not preempt it', () => {
    const message = refusal(() => batchOf({}, { tier: PriorityTier.BATCH }));
    expect(message).toContain('\'service\' ("chat") must be of a tier above batch that preempts');
    expect(() => batchOf({}, { tier: PriorityTier.ONLINE })).not.toThrow();
  });

  test('as a second one on the same idle GPUs, and not in hours of its own', () => {
    const chart = chartOf();
    const { service } = {
      service: new LlmInferenceService(chart, 'chat', {
        ...propsOf(busy),
        preemptionWait: Duration.seconds(30),
      }),
    };
    const command = ['work'];
    new OffPeakBatch(chart, 'one', { service, command });
    expect(refusal(() => new OffPeakBatch(chart, 'two', { service, command }))).toContain(
      "'window' (missing) must be given: 'llm/one' takes the idle GPUs of 'chat' already",
    );
    expect(() => new OffPeakBatch(chart, 'three', { service, command, window })).not.toThrow();
  });

  test('when its drain is longer than the plan of the service counts', () => {
    const message = refusal(() => batchOf({ drain: Duration.seconds(90) }));
    expect(message).toContain(
      "'drain' (\"90 s\") must be at most the 30 s that the plan of 'chat' counts",
    );
    expect(message).toContain("state preemptionWait: Duration.seconds(90) on 'chat'");
    const advised = { preemptionWait: Duration.seconds(90) };
    expect(batchOf({ drain: Duration.seconds(90) }, advised).delay.toSeconds()).toBe(90);
  });

  test('where the service leaves nothing', () => {
    expect(refusal(() => batchOf({ gpus: 1 }))).toContain("'gpus' (1) must be at least");
    expect(refusal(() => batchOf({}, { replicas: 4 }))).toContain(
      '\'service\' ("chat") must be autoscaled',
    );
  });

  test('in a window that KEDA cannot read', () => {
    const message = refusal(() => batchOf({ window: { ...window, end: '0 6 * * 7' } }));
    expect(message).toContain('\'window.end\' ("7") must be');
    expect(message).toContain('write Sunday as 0 or SUN');
  });

  test('without a window where nobody counts pods', () => {
    const metrics = MetricsBackend.prometheus('http://p', { kubeStateMetrics: false });
    const chart = () => chartOf(ServingPlatform.custom({ metrics }));
    expect(refusal(() => batchOf({}, {}, chart()))).toContain("'window' (missing) must be given");
    expect(() => batchOf({ window }, {}, chart())).not.toThrow();
  });

  test('in another namespace than its service', () => {
    const chart = chartOf();
    const { service } = { service: new LlmInferenceService(chart, 'chat', propsOf(busy)) };
    const other = new Chart(chart.node.root, 'other', { namespace: 'batch' });
    const attempt = () => new OffPeakBatch(other, 'evaluate', { service, command: ['work'] });
    expect(refusal(attempt)).toContain(
      "'service' (\"batch\") must be of the chart's own namespace",
    );
  });

  test.each<[string, object]>([
    ["did you mean 'command'?", { comand: [] }],
    [
      '\'window.timezone\' ("UTC") must be a known prop',
      { window: { ...window, timezone: 'UTC' } },
    ],
    ['\'name\' ("Batch") must be a DNS-1035 label', { name: 'Batch' }],
    ["'service' (missing) must be given", { service: undefined }],
  ])('with %s', (message, props) => {
    const chart = chartOf();
    expect(refusal(() => batchOf(props, {}, chart))).toContain(message);
    expect(chart.node.tryFindChild('evaluate')).toBeUndefined();
  });

  test('under the name of a service, whose scaler it would overwrite', () => {
    expect(refusal(() => batchOf({ name: 'chat' }))).toContain(
      "'name' (\"chat\") must be another than that of 'llm/chat'",
    );
  });
});
