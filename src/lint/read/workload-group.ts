import { LabelKey } from '../../kube/labels';
import type { PodView } from '../view/pod-view';
import type { Cursor } from './cursor';
import { type PodRole, readPod } from './pod';
import { groupRollout } from './rollout';
import type { WorkloadReader } from './workload';

/** A replica is a leader and its workers; one template serves for both where only one is given. */
export const readLeaderWorkerSet: WorkloadReader = (root, { plannedVersion }) => {
  const spec = root.at('spec');
  const group = spec.at('leaderWorkerTemplate');
  const size = Math.max(1, group.at('size').number ?? 1);
  const replicas = spec.at('replicas');
  const wanted = replicas.or(replicas.number, 1);
  const claimTemplates = group.at('volumeClaimTemplates').maps;
  const shared = {
    variables: new Map([['LWS_GROUP_SIZE', String(size)]]),
    plannedVersion,
    claimTemplates,
  };
  return [
    {
      ...root.place,
      replicas: wanted,
      pods: podsOf(root, group, size, shared),
      rollout: groupRollout(spec, wanted.value),
      claimTemplates,
    },
  ];
};

function podsOf(
  root: Cursor,
  group: Cursor,
  size: number,
  shared: Omit<PodRole, 'role' | 'count'>,
): readonly PodView[] {
  const ofGroup = { [LabelKey.LWS_NAME]: root.object.name };
  const ofLeader = { ...ofGroup, [LabelKey.LWS_WORKER_INDEX]: '0' };
  const leader = group.at('leaderTemplate');
  const worker = group.at('workerTemplate');
  if (leader.map === undefined) {
    return [readPod(worker, { ...shared, role: 'server', count: size, labels: ofLeader })];
  }
  const first = readPod(leader, { ...shared, role: 'server', count: 1, labels: ofLeader });
  if (size === 1) return [first];
  return [first, readPod(worker, { ...shared, role: 'worker', count: size - 1, labels: ofGroup })];
}
