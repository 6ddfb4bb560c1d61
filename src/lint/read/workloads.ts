import type { ManifestObject } from '../view/place';
import { Cursor } from './cursor';
import { groupOf } from './objects';
import { ownPlan } from './plan';
import type { Workload, WorkloadReader } from './workload';
import { readBarePod, readDeployment, readReplicaSet, readStatefulSet } from './workload-apps';
import { readLeaderWorkerSet } from './workload-group';

interface KindRow {
  readonly group: RegExp;
  readonly kind: string;
  readonly read: WorkloadReader;
  /** The kind itself says that a model is served. */
  readonly isServing?: boolean;
}

const KINDS: readonly KindRow[] = [
  { group: /^(apps|extensions)$/, kind: 'Deployment', read: readDeployment },
  { group: /^(apps|extensions)$/, kind: 'ReplicaSet', read: readReplicaSet },
  { group: /^apps(\.kruise\.io)?$/, kind: 'StatefulSet', read: readStatefulSet },
  { group: /^$/, kind: 'Pod', read: readBarePod },
  { group: /^leaderworkerset\.x-k8s\.io$/, kind: 'LeaderWorkerSet', read: readLeaderWorkerSet },
];

/** The workloads of an object that serve a model: by engine, by GPUs or by their kind. */
export function servingWorkloads(object: ManifestObject): readonly Workload[] {
  const row = KINDS.find(({ group, kind }) => kind === object.kind && group.test(groupOf(object)));
  if (row === undefined) return [];
  const plan = ownPlan(object);
  const plannedVersion = typeof plan === 'object' ? plan.engineVersion : undefined;
  const workloads = row.read(Cursor.of(object), { plannedVersion });
  return workloads.filter(({ pods }) => row.isServing || pods.some(({ server }) => server));
}

/** Whether any rule looks at objects of this kind as workloads. */
export function isWorkload(object: ManifestObject): boolean {
  return KINDS.some(({ group, kind }) => kind === object.kind && group.test(groupOf(object)));
}
