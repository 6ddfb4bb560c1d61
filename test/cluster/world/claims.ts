import type { KubeObject } from '../rig/objects';

/** Claims that pods mount and that somebody else makes. */
export function foreignClaims(objects: readonly KubeObject[]): KubeObject[] {
  const own = new Set(claimsIn(objects).map(({ metadata }) => metadata.name));
  const mounted = JSON.stringify(objects).matchAll(/"claimName":"([^"]+)"/g);
  const names = new Set([...mounted].map(([, name]) => name));
  const namespace = objects.map(({ metadata }) => metadata.namespace).find(Boolean);
  return [...names]
    .filter((name) => !own.has(name))
    .map((name) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace },
      spec: {
        storageClassName: 'foreign',
        accessModes: ['ReadWriteMany'],
        resources: { requests: { storage: '1Ti' } },
      },
    }));
}

/** A volume for every claim: no provisioner runs here. */
export function volumesFor(objects: readonly KubeObject[]): KubeObject[] {
  return claimsIn(objects).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `${metadata.namespace}-${metadata.name}` },
    spec: {
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      storageClassName: spec.storageClassName,
      claimRef: { name: metadata.name, namespace: metadata.namespace },
      nfs: { server: 'nfs.invalid', path: '/' },
    },
  }));
}

export const claimsIn = (objects: readonly KubeObject[]): KubeObject[] =>
  objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
