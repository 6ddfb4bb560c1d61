import { JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SecretKey, WeightSource } from '../../src';
import { chartOf, type Fields, objectOf, serviceOf } from './support';

const leaders = { 'cdk8s-llm.dev/role': 'leader', 'cdk8s-llm.dev/service': 'chat' };

describe('cdk8s-plus', () => {
  test('Services and NetworkPolicies select the pods that answer requests', () => {
    const chart = chartOf();
    const service = serviceOf({}, chart);
    const exposed = new kplus.Service(chart, 'Exposed', {
      selector: service,
      ports: [{ port: 80, targetPort: 8000 }],
    });
    const policy = new kplus.NetworkPolicy(chart, 'Policy', { selector: service });
    const written = chart.toJson() as Fields[];
    const of = (name: string) => written.find(({ metadata }) => metadata.name === name)?.spec;
    expect(of(exposed.name).selector).toEqual(leaders);
    expect(of(policy.name).podSelector).toEqual({ matchLabels: leaders });
    expect(service.toPodSelector()).toBe(service);
  });

  test('claims hold weights, by object or by name', () => {
    const chart = chartOf();
    const claim = new kplus.PersistentVolumeClaim(chart, 'Weights');
    serviceOf({ weights: WeightSource.fromClaim(claim, { path: 'llama' }) }, chart);
    const { spec } = objectOf(chart, 'LeaderWorkerSet') as Fields;
    const { volumes, containers } = spec.leaderWorkerTemplate.workerTemplate.spec;
    const [volume] = volumes.filter((one: Fields) => one.persistentVolumeClaim);
    expect(volume.persistentVolumeClaim.claimName).toBe(claim.name);
    const mount = containers[0].volumeMounts.find((one: Fields) => one.name === volume.name);
    expect(mount).toMatchObject({ readOnly: true });
    expect(containers[0].command.join(' ')).toContain(mount.mountPath);
  });

  test('Secrets hold keys and tokens, which enter a manifest by reference only', () => {
    const chart = chartOf();
    const secret = new kplus.Secret(chart, 'Keys', { stringData: { api: 'x', hub: 'y' } });
    const service = serviceOf(
      {
        apiKey: SecretKey.fromSecret(secret, 'api'),
        weights: WeightSource.huggingFace({ token: SecretKey.fromSecret(secret, 'hub') }),
      },
      chart,
    );
    service.addPodPatch(JsonPatch.test('/spec/containers/0/name', 'vllm'));
    const { spec, metadata } = objectOf(chart, 'LeaderWorkerSet') as Fields;
    const { env } = spec.leaderWorkerTemplate.workerTemplate.spec.containers[0];
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: secret.name, key: 'hub' } } },
        { name: 'VLLM_API_KEY', valueFrom: { secretKeyRef: { name: secret.name, key: 'api' } } },
      ]),
    );
    expect(metadata.annotations['cdk8s-llm.dev/plan']).not.toContain(secret.name);
  });
});
