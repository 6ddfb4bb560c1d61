import { LabelKey } from '../../kube/labels';
import type { PodView } from '../view/pod-view';
import type { Cursor } from './cursor';
import { type PodRole, readPod } from './pod';
import { groupRollout } from './rollout';
import type { Known, Workload, WorkloadReader } from './workload';

/** A replica is a leader and its workers; one template serves for both where only one is given. */
export const readLeaderWorkerSet: WorkloadReader = (root, known) => [
  groupsOf(root, root.at('spec'), root.object.name, known),
];

/** A set of LeaderWorkerSets, one for each role; only what it is named after tells them apart. */
export const readDisaggregatedSet: WorkloadReader = (root, known) =>
  root.at('spec', 'roles').maps.map((role) => groupsOf(role, role.at('spec'), undefined, known));

function groupsOf(place: Cursor, spec: Cursor, name: string | undefined, known: Known): Workload {
  const group = spec.at('leaderWorkerTemplate');
  const size = Math.max(1, group.at('size').number ?? 1);
  const replicas = spec.at('replicas');
  const wanted = replicas.or(replicas.number, 1);
  const claimTemplates = group.at('volumeClaimTemplates').maps;
  const shared = {
    variables: new Map([['LWS_GROUP_SIZE', String(size)]]),
    ...known,
    claimTemplates,
  };
  return {
    ...place.place,
    replicas: wanted,
    pods: podsOf(group, size, name === undefined ? {} : { [LabelKey.LWS_NAME]: name }, shared),
    rollout: groupRollout(spec, wanted.value),
    claimTemplates,
  };
}

function podsOf(
  group: Cursor,
  size: number,
  ofGroup: Readonly<Record<string, string>>,
  shared: Omit<PodRole, 'role' | 'count'>,
): readonly PodView[] {
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
