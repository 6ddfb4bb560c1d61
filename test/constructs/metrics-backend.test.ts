import { MetricsBackend, SecretKey, ServingPlatform } from '../../src';
import { chartOf, objectOf, refusal, serviceOf } from './support';

const key = (name: string) => SecretKey.of('login', name);
const ref = (parameter: string, name: string) => ({ parameter, name: 'login', key: name });

/** What KEDA is told to log in with, and the parts of its trigger that say so. */
function loginOf(metrics: MetricsBackend) {
  const service = serviceOf({}, chartOf(ServingPlatform.custom({ metrics })));
  const [trigger] = objectOf(service, 'ScaledObject')?.spec.triggers ?? [];
  const { authModes, customHeaders, awsRegion, serverAddress } = trigger.metadata;
  return {
    login: objectOf(service, 'TriggerAuthentication')?.spec,
    usedBy: trigger.authenticationRef?.name,
    metadata: JSON.parse(JSON.stringify({ authModes, customHeaders, awsRegion, serverAddress })),
  };
}

const server = 'https://metrics.example:9090';

describe('a metrics backend', () => {
  test('without a login has no TriggerAuthentication', () => {
    expect(loginOf(MetricsBackend.prometheus(server))).toEqual({
      login: undefined,
      usedBy: undefined,
      metadata: { serverAddress: server },
    });
  });

  test.each([
    [
      'basic',
      { username: key('user'), password: key('pass') },
      [ref('username', 'user'), ref('password', 'pass')],
    ],
    ['bearer', { token: key('token') }, [ref('bearerToken', 'token')]],
    [
      'tls',
      { certificate: key('tls.crt'), privateKey: key('tls.key'), ca: key('ca.crt') },
      [ref('cert', 'tls.crt'), ref('key', 'tls.key'), ref('ca', 'ca.crt')],
    ],
  ])('with a %s login refers to the keys of its Secret', (mode, options, secretTargetRef) => {
    expect(loginOf(MetricsBackend.prometheus(server, options))).toEqual({
      login: { secretTargetRef },
      usedBy: 'chat',
      metadata: { authModes: mode, serverAddress: server },
    });
  });

  test('with a tenant sends its header', () => {
    const { metadata } = loginOf(MetricsBackend.prometheus(server, { tenant: 'team-a' }));
    expect(metadata.customHeaders).toBe('X-Scope-OrgID=team-a');
  });

  test('of a cloud is read through the pod identity of KEDA', () => {
    const amazon = loginOf(MetricsBackend.amazon(server, 'eu-central-1'));
    expect(amazon.login).toEqual({ podIdentity: { provider: 'aws' } });
    expect(amazon.metadata.awsRegion).toBe('eu-central-1');
    const google = loginOf(MetricsBackend.google('my-project'));
    expect(google.login).toEqual({ podIdentity: { provider: 'gcp' } });
    expect(google.metadata.serverAddress).toBe(
      'https://monitoring.googleapis.com/v1/projects/my-project/location/global/prometheus',
    );
    const azure = loginOf(MetricsBackend.azure(server, '1234'));
    expect(azure.login).toEqual({
      podIdentity: { provider: 'azure-workload', identityId: '1234' },
    });
  });

  test('that several clusters share matches its cluster in every query', () => {
    const metrics = MetricsBackend.prometheus(server, { matchers: { cluster: 'prod-1' } });
    const { plan } = serviceOf({}, chartOf(ServingPlatform.custom({ metrics })));
    for (const { query } of plan.scaling?.signals ?? [])
      expect(query).toContain('cluster="prod-1"');
  });

  test('is refused a login in its address, which the message does not repeat', () => {
    const message = refusal(() => MetricsBackend.prometheus('https://ci:s3@cr3t@prometheus.corp'));
    expect(message).toContain('\'serverAddress\' ("https://…@prometheus.corp") must be an address');
    expect(message).not.toContain('cr3t');
  });

  test('is refused half a login, or two', () => {
    const login = (options: object) =>
      refusal(() => MetricsBackend.prometheus(server, options))
        .split('\n')
        .slice(1);
    expect(login({ username: key('user') })).toEqual([
      "'password' (missing) must be given with 'username': state both",
    ]);
    expect(login({ username: key('user'), token: key('token') })).toHaveLength(2);
    expect(login({ token: key('token'), certificate: key('c'), privateKey: key('k') })).toEqual([
      expect.stringContaining("must be left out with 'token': keep one: KEDA logs in one way"),
    ]);
  });
});
