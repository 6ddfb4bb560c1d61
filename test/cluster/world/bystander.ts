import type { KubeObject } from '../rig/objects';

/** A pod of somebody else, without a priority class; it may have GPUs. */
export function bystander(name: string, namespace: string, gpus = 0): KubeObject {
  const resources = gpus > 0 ? { 'nvidia.com/gpu': String(gpus) } : {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      containers: [
        {
          name,
          image: 'registry.example.com/any',
          resources: { requests: resources, limits: resources },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
    },
  };
}
