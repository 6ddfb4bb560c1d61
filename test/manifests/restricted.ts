import type { Fields } from './support';

/** Volumes that the restricted level admits; `image` since Kubernetes 1.31. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** What the restricted Pod Security level, and this library beyond it, would refuse of a pod. */
export function refusedByRestricted(pod: Fields): string[] {
  const containers: Fields[] = [...(pod.initContainers ?? []), ...pod.containers];
  const found: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  check(pod.securityContext?.runAsNonRoot === true, 'runAsNonRoot');
  check(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'seccompProfile');
  check(pod.automountServiceAccountToken === false, 'automountServiceAccountToken');
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) check(!pod[field], field);
  for (const { name, ...source } of pod.volumes ?? []) {
    check(VOLUMES.includes(Object.keys(source)[0]), `volume ${name}`);
  }
  for (const { name, securityContext: context = {}, resources } of containers) {
    check(context.allowPrivilegeEscalation === false, `${name}: allowPrivilegeEscalation`);
    check(context.capabilities?.drop?.[0] === 'ALL', `${name}: capabilities`);
    check(context.readOnlyRootFilesystem === true, `${name}: readOnlyRootFilesystem`);
    for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
      check(resources?.requests?.[resource] !== undefined, `${name}: requests ${resource}`);
    }
    check(resources?.limits?.memory !== undefined, `${name}: limits memory`);
  }
  return found;
}
