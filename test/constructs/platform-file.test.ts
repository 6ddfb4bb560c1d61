import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServingPlatform } from '../../src';
import { chartOf, objectOf, refusal, serviceOf } from './support';

const folder = mkdtempSync(join(tmpdir(), 'platform-'));
const path = join(folder, 'platform.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

function fromText(text: string): ServingPlatform {
  writeFileSync(path, text);
  return ServingPlatform.fromFile(path);
}

/** The lines below the path of the file. */
function refusedLines(text: string): string[] {
  const [head, ...lines] = refusal(() => fromText(text)).split('\n');
  expect(head).toBe(`${path} is refused:`);
  return lines;
}

describe('ServingPlatform.fromFile', () => {
  test('reads what the props say, durations in seconds', () => {
    const platform = fromText(`
      kubernetesVersion: '1.35'
      provider: aws
      nodeAutoscaler: cluster-autoscaler
      gatewayTimeoutSeconds: 300
      nodeProvisionSeconds: 90
      gpuQuota: 32
      capacityBuffers: true
      monitorLabels: { release: stack }
      kueue: true
      sharedStorageClass: efs
      metrics:
        kind: prometheus
        serverAddress: http://mimir:8080/prometheus
        tenant: team-a
        token: { secretName: login, key: token }
        matchers: { cluster: prod-1 }`);
    const service = serviceOf({}, chartOf(platform));
    expect(service.plan.toRequest().platform).toMatchObject({
      kubernetesVersion: '1.35',
      nodeAutoscaler: 'cluster-autoscaler',
      gatewayTimeoutSeconds: 300,
      nodeProvisionSeconds: 90,
      gpuQuota: 32,
      capacityBuffers: true,
      metricsMatchers: { cluster: 'prod-1' },
    });
    expect(platform._storage().sharedStorageClass).toBe('efs');
    expect(objectOf(service, 'PodMonitor')?.metadata.labels.release).toBe('stack');
    expect(objectOf(service, 'TriggerAuthentication')?.spec).toEqual({
      secretTargetRef: [{ parameter: 'bearerToken', name: 'login', key: 'token' }],
    });
  });

  test.each([
    ['kind: amazon, serverAddress: https://aps, region: eu-central-1', 'aws'],
    ['kind: google, projectId: my-project', 'gcp'],
    ['kind: azure, serverAddress: https://azure, clientId: abc', 'azure-workload'],
  ])('knows the backend { %s }', (metrics, provider) => {
    const service = serviceOf({}, chartOf(fromText(`metrics: { ${metrics} }`)));
    const { podIdentity } = objectOf(service, 'TriggerAuthentication')?.spec ?? {};
    expect(podIdentity.provider).toBe(provider);
  });

  test('tells unknown keys, wrong values and what a backend needs at once', () => {
    const lines = refusedLines(`
      kubernetesVersion: 1.34
      gatewayTimeout: 300
      metrics: { kind: amazon, tenant: team-a, serverAddress: https://aps }`);
    expect(lines.map((line) => line.split(' must be ')[0])).toEqual([
      "'/gatewayTimeout' (300)",
      "'/kubernetesVersion' (1.34)",
      "'/metrics/region' (missing)",
      '\'/metrics/tenant\' ("team-a")',
    ]);
    expect(lines[0]).toContain("did you mean 'gatewayTimeoutSeconds'?");
  });

  test('tells half a login by its place in the file', () => {
    const login = 'username: { secretName: login, key: user }';
    expect(
      refusedLines(`metrics: { kind: prometheus, serverAddress: http://p, ${login} }`),
    ).toEqual(["'/metrics/password' (missing) must be given with 'username': state both"]);
  });

  test('refuses a file that is missing, no YAML or no mapping', () => {
    expect(refusal(() => ServingPlatform.fromFile('no/such/file.yaml'))).toMatch(
      /^'path' \("no\/such\/file.yaml"\) must be the path of a readable file: it is looked up from /,
    );
    expect(refusal(() => fromText('a: [1'))).toContain('must be YAML or JSON: ');
    expect(refusedLines('- provider: aws')[0]).toContain('must be a mapping');
    expect(refusedLines('')[0]).toContain('must be a mapping');
  });
});
