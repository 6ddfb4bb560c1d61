import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Accelerator,
  CloudProvider,
  LlmModel,
  NodeAutoscaler,
  NodeShape,
  ServingPlatform,
} from '../../src';
import { chartOf, type Fields, objectOf, refusal, serviceOf, twoNodes } from './support';

const podOf = (service: ReturnType<typeof serviceOf>): Fields => {
  const group = objectOf(service, 'LeaderWorkerSet')?.spec.leaderWorkerTemplate;
  return (group.leaderTemplate ?? group.workerTemplate).spec;
};

describe('ServingPlatform.provide', () => {
  test('reaches everything below a scope, and a deeper one wins', () => {
    const app = new App();
    const outer = ServingPlatform.custom({}).provide(app);
    const chart = new Construct(app, 'team');
    const inner = ServingPlatform.custom({}).provide(chart);
    expect(ServingPlatform.of(new Construct(app, 'other'))).toBe(outer);
    expect(ServingPlatform.of(new Construct(chart, 'service'))).toBe(inner);
  });

  test('is refused a second time', () => {
    const app = new App();
    ServingPlatform.custom({}).provide(app);
    expect(refusal(() => ServingPlatform.custom({}).provide(app))).toBe(
      '\'scope\' ("") must be one without a platform: a deeper scope may have another one',
    );
  });

  test('is refused once there are children', () => {
    const app = new App();
    new Chart(app, 'early');
    expect(refusal(() => ServingPlatform.custom({}).provide(app))).toBe(
      '\'scope\' ("") must be one without children: provide the platform before the first chart or service',
    );
  });
});

describe('a platform', () => {
  test('hands its facts to the plan', () => {
    const platform = ServingPlatform.custom({
      kubernetesVersion: '1.35',
      provider: CloudProvider.GCP,
      nodeAutoscaler: NodeAutoscaler.GKE,
      gatewayTimeout: Duration.minutes(5),
      nodeProvisionTime: Duration.seconds(240),
      gpuQuota: 64,
    });
    expect(serviceOf({}, chartOf(platform)).plan.toRequest().platform).toEqual({
      kubernetesVersion: '1.35',
      provider: 'gcp',
      nodeAutoscaler: 'gke',
      gatewayTimeoutSeconds: 300,
      nodeProvisionSeconds: 240,
      scrapeIntervalSeconds: 15,
      gpuQuota: 64,
      kubeStateMetrics: true,
    });
  });

  test('that is OpenShift fixes neither uid nor fsGroup', () => {
    const platform = ServingPlatform.custom({ openShift: true });
    const { securityContext } = podOf(serviceOf({}, chartOf(platform)));
    expect(securityContext).not.toHaveProperty('runAsUser');
    expect(securityContext).not.toHaveProperty('fsGroup');
    expect(podOf(serviceOf()).securityContext).toMatchObject({ runAsUser: 2000, fsGroup: 2000 });
  });
});

describe('the machines of a platform', () => {
  const at = (nodes: NodeShape[], part: Parameters<typeof serviceOf>[0] = {}) =>
    serviceOf(part, chartOf(ServingPlatform.custom({ provider: CloudProvider.AWS, nodes })));

  test('are preferred where they have the accelerator of the service', () => {
    const nodes = [NodeShape.of('aws/g6.xlarge'), NodeShape.of('aws/p5.4xlarge').priced(3)];
    const service = at(nodes);
    expect(service.plan.choice.node).toBe('aws/p5.4xlarge');
    const { cost, fleet } = service.plan;
    expect(cost?.usdPerHourAtMin).toBeCloseTo(3 * (fleet?.gpusAtMin ?? 0));
    const model = LlmModel.of('meta-llama/Llama-3.2-1B-Instruct');
    const small = at(nodes, { model, accelerator: Accelerator.L4 });
    expect(small.plan.choice.node).toBe('aws/g6.xlarge');
  });

  test('imply the accelerator of a service that states none', () => {
    const { plan } = at([NodeShape.of('aws/p5.48xlarge').priced(30)], { accelerator: undefined });
    expect(plan.choice.accelerator).toBe('H100-SXM');
  });

  test('keep fabric, provider and labels at another price', () => {
    const [listed, priced] = [
      NodeShape.of('aws/p5.48xlarge'),
      NodeShape.of('aws/p5.48xlarge').priced(30),
    ].map((node) => at([node], twoNodes));
    expect(podOf(priced)).toEqual(podOf(listed));
    expect(podOf(priced).nodeSelector).toEqual({
      'karpenter.k8s.aws/instance-gpu-name': 'h100',
      'node.kubernetes.io/instance-type': 'p5.48xlarge',
    });
    const withoutCost = { cost: undefined, evidence: undefined, inputsHash: undefined };
    expect({ ...priced.plan.toJson(), ...withoutCost }).toEqual({
      ...listed.plan.toJson(),
      ...withoutCost,
    });
    const halved = (priced.plan.cost?.usdPerHourAtMin ?? 0) / (priced.plan.fleet?.minReplicas ?? 0);
    expect(halved).toBeCloseTo(60);
  });

  test('may be of your own, with their fabric, in groups too', () => {
    const own = NodeShape.custom({
      name: 'p5x.48xlarge',
      gpus: 8,
      accelerator: Accelerator.H100_SXM,
      cpu: 192,
      memoryGiB: 2048,
      diskGiB: 2000,
      fabric: 'efa',
      fabricGbps: 3200,
      fabricResource: 'vpc.amazonaws.com/efa',
      fabricResourceCount: 16,
    });
    const service = at([NodeShape.of('aws/g6.xlarge'), own], twoNodes);
    expect(service.plan.choice.node).toBe('aws/p5x.48xlarge');
    const { nodeSelector, containers } = podOf(service);
    expect(nodeSelector['node.kubernetes.io/instance-type']).toBe('p5x.48xlarge');
    expect(containers[0].resources.limits['vpc.amazonaws.com/efa']).toBe(16);
    const elsewhere = serviceOf({ ...twoNodes, node: own });
    expect(podOf(elsewhere).nodeSelector).toEqual({
      'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
    });
  });
});
