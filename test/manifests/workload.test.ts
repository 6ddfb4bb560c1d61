import { type Fields, podOf, rendered, twoNodes } from './support';

describe('a LeaderWorkerSet', () => {
  const spec = (objects = rendered()) => objects.workload.spec as Fields;

  test('has groups of one pod that keeps its caches over a restart', () => {
    const { leaderWorkerTemplate, ...rest } = spec();
    expect(Object.keys(leaderWorkerTemplate)).toEqual(['size', 'restartPolicy', 'workerTemplate']);
    expect(leaderWorkerTemplate).toMatchObject({ size: 1, restartPolicy: 'None' });
    expect(podOf(rendered()).metadata.labels['cdk8s-llm.dev/role']).toBe('leader');
    expect(rest).toEqual({
      rolloutStrategy: {
        type: 'RollingUpdate',
        rollingUpdateConfiguration: { maxUnavailable: 1, maxSurge: 0 },
      },
      startupPolicy: 'LeaderCreated',
      networkConfig: { subdomainPolicy: 'Shared' },
    });
  });

  test('recreates a group of several nodes whole, but not while nodes are on their way', () => {
    const { leaderWorkerTemplate } = spec(rendered(twoNodes));
    expect(leaderWorkerTemplate).toMatchObject({
      size: 2,
      restartPolicy: 'RecreateGroupAfterStart',
    });
  });

  test('states replicas only where no scaler owns them', () => {
    expect(spec()).not.toHaveProperty('replicas');
    const fixed = rendered({}, { replicas: 4 });
    expect(spec(fixed).replicas).toBe(4);
    expect(fixed).not.toHaveProperty('scaler');
  });

  test('explains itself by the request it was sized from and the pins that changed it', () => {
    const request = '{"schema":1,"name":"chat"}';
    expect(rendered().workload.metadata.annotations).toEqual({ 'cdk8s-llm.dev/plan': request });
    const pinNotes = ['/fleet/minReplicas: 4, computed 2, pinned because contract', 'another'];
    expect(rendered({}, { pinNotes }).workload.metadata.annotations).toEqual({
      'cdk8s-llm.dev/plan': request,
      'cdk8s-llm.dev/pins': pinNotes.join('\n'),
    });
  });
});

describe('a Deployment', () => {
  const deployed = (replicas?: number) => rendered({}, { workload: 'deployment', replicas });

  test('replaces a pod on the GPUs it leaves and is stuck after one full turn', () => {
    const { template, ...spec } = deployed().workload.spec as Fields;
    expect(spec).toEqual({
      selector: {
        matchLabels: { 'cdk8s-llm.dev/service': 'chat', 'cdk8s-llm.dev/role': 'leader' },
      },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      progressDeadlineSeconds: 300 + 600 + 166,
      revisionHistoryLimit: 3,
    });
    expect(template).toEqual(podOf(rendered()));
  });

  test('is not stuck, and no pod of it moved, while its claim is being filled', () => {
    const filling = { marker: 'llama/.complete', waitSeconds: 1200, by: 'the Job' };
    const filled = rendered(
      {},
      { workload: 'deployment', weights: { kind: 'claim', filling } },
      { nodeAutoscaler: 'karpenter' },
    );
    const { progressDeadlineSeconds } = filled.workload.spec as Fields;
    expect(progressDeadlineSeconds).toBe(300 + 1200 + 600 + 166);
    expect(podOf(filled).metadata.annotations).toEqual({ 'karpenter.sh/do-not-disrupt': '35m' });
  });

  test('refuses a replica of several nodes and says what would work', () => {
    expect(() => rendered(twoNodes, { workload: 'deployment' })).toThrow(
      "'/workload' (\"deployment\") must be 'leader-worker-set' for a replica of 2 nodes",
    );
  });
});

describe('placement', () => {
  const scheduling = {
    nodeSelector: { 'karpenter.k8s.aws/instance-gpu-name': 'h100' },
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' as const }],
    priorityClassName: 'serving',
    spreadOver: ['topology.kubernetes.io/zone'],
    groupTopology: 'topology.kubernetes.io/zone',
  };
  const group = rendered(twoNodes, { scheduling });
  const leaders = { 'cdk8s-llm.dev/service': 'chat', 'cdk8s-llm.dev/role': 'leader' };

  test('selects nodes for every pod of a group', () => {
    for (const role of ['leader', 'worker']) {
      expect(podOf(group, role).spec).toMatchObject({
        nodeSelector: scheduling.nodeSelector,
        tolerations: scheduling.tolerations,
        priorityClassName: 'serving',
      });
    }
  });

  test('spreads leaders and lets workers follow the leader of their own group', () => {
    expect(podOf(group).spec.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: leaders },
      },
    ]);
    expect(podOf(group).spec).not.toHaveProperty('affinity');
    expect(podOf(group, 'worker').spec).not.toHaveProperty('topologySpreadConstraints');
    expect(podOf(group, 'worker').spec.affinity.podAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          labelSelector: { matchLabels: leaders },
          matchLabelKeys: ['leaderworkerset.sigs.k8s.io/group-key'],
          topologyKey: 'topology.kubernetes.io/zone',
        },
      ],
    });
  });

  test('joins what nodes must be with where the leader is', () => {
    const required = { key: 'capacity', operator: 'In' as const, values: ['spot'] };
    const onSpot = rendered(twoNodes, {
      scheduling: { ...scheduling, nodeAffinity: { required } },
    });
    const terms = { nodeSelectorTerms: [{ matchExpressions: [required] }] };
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: terms };
    expect(podOf(onSpot).spec.affinity).toEqual({ nodeAffinity });
    expect(podOf(onSpot, 'worker').spec.affinity).toEqual({
      ...podOf(group, 'worker').spec.affinity,
      nodeAffinity,
    });
  });

  test('keeps node autoscalers from moving a pod that loads', () => {
    const annotations = (nodeAutoscaler: 'karpenter' | 'cluster-autoscaler' | 'none') =>
      podOf(rendered({}, {}, { nodeAutoscaler })).metadata.annotations;
    // 300 s before the container and a budget of 600 s
    expect(annotations('karpenter')).toEqual({ 'karpenter.sh/do-not-disrupt': '15m' });
    expect(annotations('cluster-autoscaler')).toEqual({
      'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
    });
    expect(annotations('none')).toBeUndefined();
  });
});
