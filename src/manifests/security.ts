import type { PlatformSpec } from '../kube/platform';
import { unprivilegedId } from './constants';
import type { FabricSpec, ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

/** Passes the restricted Pod Security level. */
export function podSecurityContext({ openShift }: PlatformSpec): WireFields {
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

export function containerSecurityContext(spec: ServiceSpec, fabric?: FabricSpec): WireFields {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], ...(pinsMemory(fabric) ? { add: ['IPC_LOCK'] } : {}) },
    readOnlyRootFilesystem: spec.readOnlyRootFilesystem,
  };
}

// RDMA registers pinned memory. Neither the restricted nor the baseline level admits IPC_LOCK, so
// a group on such a fabric needs a namespace at the privileged level.
function pinsMemory(fabric?: FabricSpec): boolean {
  return fabric !== undefined && ['efa', 'infiniband', 'roce'].includes(fabric.kind);
}
