import type { PlatformSpec } from '../kube/platform';
import { unprivilegedId } from './constants';
import type { ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

/** Passes the restricted Pod Security level. */
export function podSecurityContext({ openShift }: Pick<PlatformSpec, 'openShift'>): WireFields {
  return {
    runAsNonRoot: true,
    ...(openShift ? {} : assignedIds),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

// On OpenShift the SCC assigns these from the namespace's range and refuses any other.
const assignedIds = {
  runAsUser: unprivilegedId,
  runAsGroup: unprivilegedId,
  fsGroup: unprivilegedId,
  // The default would chown every file of a weights volume at each mount.
  fsGroupChangePolicy: 'OnRootMismatch',
};

// RDMA registers pinned memory, but IPC_LOCK would change nothing: a capability that is added does
// not reach a process without root. The limit is the container runtime's, see the requirements.
export function containerSecurityContext({
  readOnlyRootFilesystem,
}: Pick<ServiceSpec, 'readOnlyRootFilesystem'>): WireFields {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem,
  };
}
