import type { KubeObject } from '../rig/objects';

/** Machines of one kind that kwok plays; those with GPUs are tainted, as they usually are. */
export interface Machines {
  readonly prefix: string;
  readonly count: number;
  readonly gpus: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Other devices that pods ask for by name, such as network adapters. */
  readonly devices?: Readonly<Record<string, string>>;
  /** Zones that they are spread over. @default 3 */
  readonly zones?: number;
  /** The scenario whose pods may run here. */
  readonly lane: string;
}

export const LANE = 'scenario';

export function machines(kind: Machines): KubeObject[] {
  const { prefix, count, gpus, labels = {}, devices = {}, zones = 3, lane } = kind;
  const capacity = {
    cpu: '192',
    memory: '2Ti',
    'ephemeral-storage': '8Ti',
    pods: '110',
    ...devices,
    ...(gpus > 0 && { 'nvidia.com/gpu': String(gpus) }),
  };
  return Array.from({ length: count }, (_, place) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `${prefix}-${place}`,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/hostname': `${prefix}-${place}`,
        'topology.kubernetes.io/zone': `zone-${place % zones}`,
        [LANE]: lane,
        ...labels,
      },
    },
    spec: { taints: gpus > 0 ? [GPU_TAINT] : [] },
    status: { capacity, allocatable: capacity },
  }));
}

const GPU_TAINT = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };

/** A namespace of the restricted Pod Security level, whose pods stay on the machines of a scenario. */
export function namespaceOf(name: string, lane: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted', [LANE]: lane },
      annotations: { 'scheduler.alpha.kubernetes.io/node-selector': `${LANE}=${lane}` },
    },
  };
}

/** A namespace of the restricted level and no more. */
export function bare(name: string): KubeObject {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
