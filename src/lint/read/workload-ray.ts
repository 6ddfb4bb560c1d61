import type { PodView } from '../view/pod-view';
import type { Cursor } from './cursor';
import { readPod } from './pod';
import { readServeConfig } from './ray-serve';
import { deploymentRollout, doubledRollout, unknownRollout } from './rollout';
import { NO_VARIABLES, type WorkloadReader } from './workload';

/** One cluster: it serves where its head runs an engine. */
export const readRayCluster: WorkloadReader = (root) => {
  const spec = root.at('spec');
  return [
    {
      ...root.place,
      replicas: root.or(undefined, 1),
      pods: [headOf(spec), ...workersOf(spec, 'worker')],
      rollout: unknownRollout(spec, 'None'),
      claimTemplates: [],
    },
  ];
};

/** One cluster that Ray Serve fills: its workers compute what the serve config asks for. */
export const readRayService: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const cluster = spec.at('rayClusterConfig');
  const runs = readServeConfig(spec.at('serveConfigV2'));
  const upgrade = spec.at('upgradeStrategy', 'type');
  const strategy = upgrade.text || 'NewCluster';
  return [
    {
      ...root.place,
      replicas: root.or(undefined, 1),
      pods: [...workersOf(cluster, 'server', runs), headOf(cluster)],
      // A second cluster stands beside the first until it serves.
      rollout:
        strategy === 'None' ? unknownRollout(spec, strategy) : doubledRollout(upgrade, strategy, 1),
      claimTemplates: [],
    },
  ];
};

/** AIBrix: a Deployment of Ray clusters. */
export const readRayClusterFleet: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const replicas = spec.at('replicas');
  const wanted = replicas.or(replicas.number, 1);
  const cluster = spec.at('template', 'spec');
  return [
    {
      ...root.place,
      replicas: wanted,
      pods: [headOf(cluster), ...workersOf(cluster, 'worker')],
      rollout: deploymentRollout(spec, wanted.value),
      claimTemplates: [],
    },
  ];
};

function headOf(cluster: Cursor): PodView {
  const template = cluster.at('headGroupSpec', 'template');
  return readPod(template, {
    role: 'server',
    count: 1,
    variables: NO_VARIABLES,
    isReplaced: true,
    labels: { 'ray.io/node-type': 'head' },
  });
}

function workersOf(
  cluster: Cursor,
  role: PodView['role'],
  runs?: ReturnType<typeof readServeConfig>,
): PodView[] {
  return cluster.at('workerGroupSpecs').maps.map((group) => {
    const template = group.at('template');
    const [first] = template.at('spec', 'containers').maps;
    const container = first?.at('name').text ?? '';
    return readPod(template, {
      role,
      count: hostsOf(group),
      variables: NO_VARIABLES,
      isReplaced: true,
      labels: { 'ray.io/node-type': 'worker' },
      ...(runs && { runs: { ...runs, container }, isPartial: true }),
    });
  });
}

/** KubeRay takes the larger of `replicas` and `minReplicas`, each of `numOfHosts` pods. */
function hostsOf(group: Cursor): number {
  const number = (key: string): number => group.at(key).number ?? 0;
  return Math.max(number('replicas'), number('minReplicas')) * Math.max(1, number('numOfHosts'));
}
