import type { RolloutView } from '../view/view';
import type { Cursor } from './cursor';
import { readPod } from './pod';
import {
  argoRollout,
  cloneSetRollout,
  deploymentRollout,
  statefulSetRollout,
  unknownRollout,
} from './rollout';
import { NO_VARIABLES, type WorkloadReader } from './workload';

/** `replicas` of one pod `template` each. */
const replicated =
  (rollout: (spec: Cursor, replicas: number) => RolloutView): WorkloadReader =>
  (root, known) => {
    const spec = root.at('spec');
    const replicas = spec.at('replicas');
    const wanted = replicas.or(replicas.number, 1);
    const claimTemplates = spec.at('volumeClaimTemplates').maps;
    const pod = readPod(spec.at('template'), {
      role: 'server',
      count: 1,
      variables: NO_VARIABLES,
      claimTemplates,
      ...known,
    });
    return [
      {
        ...root.place,
        replicas: wanted,
        pods: [pod],
        rollout: rollout(spec, wanted.value),
        claimTemplates,
      },
    ];
  };

export const readDeployment = replicated(deploymentRollout);
export const readStatefulSet = replicated(statefulSetRollout);
export const readArgoRollout = replicated(argoRollout);
export const readCloneSet = replicated(cloneSetRollout);
export const readReplicaSet = replicated((spec) => unknownRollout(spec, 'None'));

/** Knative's Service, which adds its proxy and its own time to drain. */
export const readKnativeService: WorkloadReader = (root, known) => {
  const template = root.at('spec', 'template');
  const role = { role: 'server', count: 1, variables: NO_VARIABLES, isPartial: true } as const;
  return [
    {
      ...root.place,
      replicas: root.or(undefined, 1),
      pods: [readPod(template, { ...role, ...known })],
      rollout: unknownRollout(root, 'Controller'),
      claimTemplates: [],
    },
  ];
};

/** A pod that nothing replaces. */
export const readBarePod: WorkloadReader = (root, known) => [
  {
    ...root.place,
    replicas: root.or(undefined, 1),
    pods: [readPod(root, { role: 'server', count: 1, variables: NO_VARIABLES, ...known })],
    rollout: unknownRollout(root, 'None'),
    claimTemplates: [],
  },
];
