import { type Fields, rendered } from './support';

const spec = (objects = rendered()) => objects.scaler?.spec as Fields;

describe('the ScaledObject', () => {
  test('names its target in full, so that KEDA does not look in apps/v1', () => {
    expect(spec().scaleTargetRef).toEqual({
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
      name: 'chat',
    });
    const deployed = rendered({}, { workload: 'deployment' });
    expect(spec(deployed).scaleTargetRef).toMatchObject({ apiVersion: 'apps/v1' });
  });

  test('takes bounds, fallback and behaviour from the plan and polls nothing', () => {
    const { scaleTargetRef, triggers, ...rest } = spec();
    expect(rest).toEqual({
      minReplicaCount: 6,
      maxReplicaCount: 16,
      fallback: { failureThreshold: 3, replicas: 6, behavior: 'currentReplicasIfHigher' },
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              selectPolicy: 'Max',
              policies: [{ type: 'Pods', value: 3, periodSeconds: 440 }],
              tolerance: '0',
            },
            scaleDown: {
              stabilizationWindowSeconds: 600,
              selectPolicy: 'Max',
              policies: [{ type: 'Percent', value: 10, periodSeconds: 166 }],
              tolerance: '0',
            },
          },
        },
      },
    });
  });

  test('leaves out a tolerance the cluster does not know', () => {
    const old = rendered({ scaling: { behavior: { scaleUp: { tolerance: undefined } } } });
    const { behavior } = spec(old).advanced.horizontalPodAutoscalerConfig;
    expect(behavior.scaleUp).not.toHaveProperty('tolerance');
  });

  test('reads blindness as an error and not as idleness', () => {
    expect(spec().triggers).toEqual([
      {
        type: 'prometheus',
        name: 'in-flight',
        metricType: 'AverageValue',
        metadata: {
          serverAddress: 'http://prometheus-operated.monitoring:9090',
          query: 'sum(vllm:num_requests_running{service="chat"})',
          threshold: '128',
          ignoreNullValues: 'false',
        },
      },
    ]);
  });

  test('has a cron trigger for each floor', () => {
    const floor = { start: '0 7 * * MON-FRI', end: '0 19 * * MON-FRI', timeZone: 'Europe/Berlin' };
    const { triggers } = spec(
      rendered({ scaling: { floors: [{ ...floor, replicas: 9, desiredReplicas: 9 }] } }),
    );
    expect(triggers[1]).toEqual({
      type: 'cron',
      metadata: {
        timezone: 'Europe/Berlin',
        start: floor.start,
        end: floor.end,
        desiredReplicas: '9',
      },
    });
  });

  test('steps to zero and back in its own loop, and has no fallback that would wake it', () => {
    const zero = { pollingSeconds: 15, idleSeconds: 495, wakeUpSeconds: 486 };
    const frontDoor = {
      name: 'front-door',
      kind: 'total',
      metricType: 'AverageValue',
      query: 'sum(rate(gateway_requests_total[2m]))',
      threshold: 21,
      activationThreshold: 0,
      reason: '',
    };
    const { triggers, ...rest } = spec(
      rendered({
        fleet: { minReplicas: 0 },
        scaling: { zero, fallback: undefined, signals: [frontDoor] },
      }),
    );
    expect(rest).toMatchObject({
      minReplicaCount: 0,
      pollingInterval: 15,
      cooldownPeriod: 495,
      initialCooldownPeriod: 495,
    });
    expect(rest).not.toHaveProperty('fallback');
    expect(triggers[0].metadata).toEqual({
      serverAddress: 'http://prometheus-operated.monitoring:9090',
      query: 'sum(rate(gateway_requests_total[2m]))',
      threshold: '21',
      activationThreshold: '0',
      ignoreNullValues: 'false',
    });
  });

  test('keeps the label of Argo CD off the HPA', () => {
    expect(rendered().scaler?.metadata.annotations).toEqual({
      'scaledobject.keda.sh/hpa-excluded-labels': 'argocd.argoproj.io/instance',
    });
  });
});

describe('the login of KEDA', () => {
  const secret = (key: string) => ({ secretName: 'prometheus', key });

  test('is absent where the backend asks for none', () => {
    expect(rendered()).not.toHaveProperty('triggerAuthentication');
  });

  test('takes user, password and authority from secrets', () => {
    const objects = rendered(
      {},
      {},
      {
        metrics: {
          tenant: 'llm',
          auth: {
            kind: 'basic',
            username: secret('user'),
            password: secret('pass'),
            ca: secret('ca'),
          },
        },
      },
    );
    expect(objects.triggerAuthentication?.spec).toEqual({
      secretTargetRef: [
        { parameter: 'username', name: 'prometheus', key: 'user' },
        { parameter: 'password', name: 'prometheus', key: 'pass' },
        { parameter: 'ca', name: 'prometheus', key: 'ca' },
      ],
    });
    expect(spec(objects).triggers[0]).toMatchObject({
      metadata: { authModes: 'basic', customHeaders: 'X-Scope-OrgID=llm' },
      authenticationRef: { name: 'chat' },
    });
  });

  test('is a pod identity on the backends of clouds', () => {
    const identity = (kind: 'aws' | 'gcp' | 'azure-workload') => {
      const objects = rendered({}, {}, { metrics: { auth: { kind, identity: 'id' } } });
      return (objects.triggerAuthentication?.spec as Fields | undefined)?.podIdentity;
    };
    expect(identity('aws')).toEqual({ provider: 'aws', roleArn: 'id' });
    expect(identity('gcp')).toEqual({ provider: 'gcp' });
    expect(identity('azure-workload')).toEqual({ provider: 'azure-workload', identityId: 'id' });
  });

  test('signs for the region of Amazon’s Prometheus', () => {
    const objects = rendered(
      {},
      {},
      { metrics: { kind: 'amazon', region: 'eu-west-1', auth: { kind: 'aws' } } },
    );
    expect(spec(objects).triggers[0].metadata).toMatchObject({ awsRegion: 'eu-west-1' });
    expect(spec(objects).triggers[0].metadata).not.toHaveProperty('authModes');
  });
});
