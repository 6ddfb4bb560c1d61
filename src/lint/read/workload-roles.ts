import type { PodView } from '../view/pod-view';
import type { Cursor } from './cursor';
import { readPod } from './pod';
import { unknownRollout } from './rollout';
import { NO_VARIABLES, type Workload, type WorkloadReader } from './workload';

// All repeat a set of roles, each of which has replicas of its own.

/** AIBrix: a role is a pod, or several of one template. */
export const readStormService: WorkloadReader = (root) =>
  rolesOf(root, root.at('spec', 'template', 'spec', 'roles'), (role) => [
    readPod(role.at('template'), {
      role: 'server',
      count: Math.max(1, role.at('podGroupSize').number ?? 1),
      variables: NO_VARIABLES,
      labels: { ...root.at('spec', 'template', 'metadata', 'labels').texts },
    }),
  ]);

/** Kthena: a role is one entry pod and its workers. */
export const readModelServing: WorkloadReader = (root) =>
  rolesOf(root, root.at('spec', 'template', 'roles'), (role) => {
    const entry = readPod(role.at('entryTemplate'), {
      role: 'server',
      count: 1,
      variables: NO_VARIABLES,
    });
    const count = role.at('workerReplicas').number ?? 0;
    const worker = role.at('workerTemplate');
    if (count <= 0 || worker.map === undefined) return [entry];
    return [entry, readPod(worker, { role: 'worker', count, variables: NO_VARIABLES })];
  });

/** RBG: a role is pods of one template; one that patches a template of others is not read. */
export const readRoleBasedGroup: WorkloadReader = (root) =>
  rolesOf(root, root.at('spec', 'roles'), (role) => {
    const group = role.at('leaderWorkerPattern');
    const pattern = group.map ? group : role.at('standalonePattern');
    const template = pattern.map ? pattern.at('template') : role.at('template');
    const patched = ['leaderTemplatePatch', 'workerTemplatePatch', 'templateRef'];
    const isPatched = patched.some((key) => pattern.at(key).isWritten);
    const isOther = role.at('leaderWorkerSet').isWritten || role.at('templateSource').isWritten;
    if (isPatched || isOther || template.map === undefined) return [];
    const count = Math.max(1, group.at('size').number ?? 1);
    const [name, part] = [root.object.name, role.at('name').text ?? ''];
    const labels = {
      'rbg.workloads.x-k8s.io/group-name': name,
      'rbg.workloads.x-k8s.io/role-name': part,
      'rolebasedgroup.workloads.x-k8s.io/name': name,
      'rolebasedgroup.workloads.x-k8s.io/role': part,
    };
    return [readPod(template, { role: 'server', count, variables: NO_VARIABLES, labels })];
  });

function rolesOf(
  root: Cursor,
  roles: Cursor,
  podsOf: (role: Cursor) => readonly PodView[],
): readonly Workload[] {
  const sets = root.at('spec', 'replicas').number ?? 1;
  return roles.maps.map((role) => {
    const replicas = role.at('replicas');
    const { value, ...place } = replicas.or(replicas.number, 1);
    return {
      ...role.place,
      part: role.at('name').text ?? '',
      replicas: { ...place, value: value * sets },
      pods: podsOf(role),
      rollout: unknownRollout(role, 'Roles'),
      claimTemplates: [],
    };
  });
}
