import { join } from 'node:path';
import type { Cluster } from '../cluster';
import { serverOf } from '../control-plane';
import { writeKubeconfig } from '../kubeconfig';
import type { RigSettings } from '../settings';

/** A kubeconfig with the token of a service account, so that an add-on has its own rights and no more. */
export async function accountOf(
  rig: RigSettings,
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<string> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await cluster.apply([space, account]);
  const token = await cluster.kubectl(['create', 'token', name, '-n', namespace, '--duration=24h']);
  return writeKubeconfig(join(rig.folder, 'kubeconfig', name), serverOf(rig), { token });
}

export function clusterRoleBinding(role: string, namespace: string, account: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: account },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  };
}

/** What a webhook or an APIService reaches on this machine: slices refuse loopback addresses. */
export function onThisMachine(namespace: string, name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { type: 'ExternalName', externalName: '127.0.0.1' },
  };
}
