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

interface Reference {
  readonly name: string;
  readonly key: string;
}

/** Secrets that pods and scalers read and that somebody else makes. KEDA reads those of pods too. */
export function foreignSecrets(objects: readonly KubeObject[]): KubeObject[] {
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    return referencesIn(object).map(({ name, key }) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      stringData: { [key]: 'not-a-secret' },
    }));
  });
}

function referencesIn(object: KubeObject): Reference[] {
  const found: Reference[] = [];
  JSON.stringify(object, (field, value) => {
    if (field === 'secretKeyRef') found.push(value);
    if (field === 'secretTargetRef') found.push(...value);
    return value;
  });
  return found;
}
