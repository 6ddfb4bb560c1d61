import { ApiObject, JsonPatch } from 'cdk8s';
import { type LlmInferenceServiceProps, PriorityTier, WorkloadKind } from '../../src';
import { type Fields, objectOf, refusal, serviceOf, twoNodes } from './support';

/** The pod templates of the workload, as written. */
function templatesOf(part: Partial<LlmInferenceServiceProps>, ...ops: JsonPatch[]): Fields[] {
  const service = serviceOf(part);
  service.addPodPatch(...ops);
  const { spec } = objectOf(service, service.workload.kind) as Fields;
  const { leaderTemplate, workerTemplate } = spec.leaderWorkerTemplate ?? {};
  return [spec.template, leaderTemplate, workerTemplate].filter(Boolean);
}

describe('addPodPatch', () => {
  test.each([
    ['a Deployment', { workload: WorkloadKind.DEPLOYMENT }, 1],
    ['a group of one pod', {}, 1],
    ['a group of several', twoNodes, 2],
  ])('reaches every pod template of %s', (_, part, count) => {
    const templates = templatesOf(
      part,
      JsonPatch.add('/spec/dnsPolicy', 'Default'),
      JsonPatch.replace('/spec/serviceAccountName', 'other'),
      JsonPatch.copy('/spec/dnsPolicy', '/spec/hostname'),
      JsonPatch.remove('/spec/securityContext'),
      JsonPatch.test('/spec/hostname', 'Default'),
      JsonPatch.move('/spec/hostname', '/spec/subdomain'),
    );
    expect(templates).toHaveLength(count);
    for (const { spec } of templates) {
      expect(spec).toMatchObject({
        dnsPolicy: 'Default',
        serviceAccountName: 'other',
        subdomain: 'Default',
      });
      expect(spec).not.toHaveProperty('securityContext');
      expect(spec).not.toHaveProperty('hostname');
    }
  });
});

describe('ApiObject.of', () => {
  test('finds the workload of a service', () => {
    const service = serviceOf();
    expect(ApiObject.of(service)).toBe(service.workload);
    expect(ApiObject.of(service).kind).toBe('LeaderWorkerSet');
  });

  test('hands a workload to a queue of Kueue', () => {
    const service = serviceOf({ tier: PriorityTier.BATCH });
    const label = '/metadata/labels/kueue.x-k8s.io~1queue-name';
    ApiObject.of(service).addJsonPatch(JsonPatch.add(label, 'nightly'));
    expect(objectOf(service, 'LeaderWorkerSet')?.metadata.labels).toMatchObject({
      'kueue.x-k8s.io/queue-name': 'nightly',
      'cdk8s-llm.dev/service': 'chat',
    });
  });

  test('patches the wire form: a quantity stays a number, an unknown field stays', () => {
    const service = serviceOf();
    const gpus = '/spec/leaderWorkerTemplate/workerTemplate/spec/containers/0/resources';
    ApiObject.of(service).addJsonPatch(
      JsonPatch.replace(`${gpus}/limits/nvidia.com~1gpu`, 2),
      JsonPatch.add('/spec/fieldOfNextYear', { deep: true }),
    );
    const { spec } = objectOf(service, 'LeaderWorkerSet') as Fields;
    const [container] = spec.leaderWorkerTemplate.workerTemplate.spec.containers;
    expect(container.resources.limits['nvidia.com/gpu']).toBe(2);
    expect(spec.fieldOfNextYear).toEqual({ deep: true });
  });

  test('patches the scaler, which is absent with a fixed number of replicas', () => {
    const service = serviceOf();
    service.scaler?.addJsonPatch(JsonPatch.add('/spec/pollingInterval', 5));
    expect(objectOf(service, 'ScaledObject')?.spec.pollingInterval).toBe(5);
    expect(serviceOf({ replicas: 2 }).scaler).toBeUndefined();
  });
});

test('a plan is the same before and after its objects are patched', () => {
  const service = serviceOf();
  const before = JSON.stringify(service.plan.toJson());
  service.addPodPatch(JsonPatch.add('/spec/dnsPolicy', 'Default'));
  service.plan.toRequest().model = 'another';
  service.plan.toJson().fleet.minReplicas = 99;
  expect(JSON.stringify(service.plan.toJson())).toBe(before);
  expect(refusal(() => service.plan.explain('/fleet/minReplica'))).toContain('/fleet/minReplicas');
});
