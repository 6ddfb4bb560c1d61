import { gibibytes } from '../kube/quantity';
import { type SharedObjectName, sharedMetadata } from './metadata';
import type { WireObject } from './wire';

/** A claim that several nodes mount. */
export interface ClaimSpec extends SharedObjectName {
  readonly sizeGiB: number;
  /** Absent: the cluster's default class. */
  readonly storageClassName?: string;
}

/** Read-write on every node, since a replica may start on any of them. */
export function sharedClaim(claim: ClaimSpec): WireObject {
  const { sizeGiB, storageClassName } = claim;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: sharedMetadata(claim),
    spec: {
      accessModes: ['ReadWriteMany'],
      ...(storageClassName ? { storageClassName } : {}),
      resources: { requests: { storage: gibibytes(sizeGiB) } },
    },
  };
}
