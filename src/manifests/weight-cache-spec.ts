import type { TolerationSpec } from './service-spec';
import type { DownloadSpec } from './weight-download';

/** A claim with weights, and who fills it. */
export interface WeightCacheSpec {
  readonly name: string;
  readonly namespace: string;
  /** Folder of the revision inside the volume. */
  readonly folder: string;
  readonly claimGiB: number;
  readonly download: DownloadSpec;
  readonly volume: SharedVolumeSpec | NodeVolumeSpec;
  readonly imagePullSecrets: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly TolerationSpec[];
}

/** One file system for all nodes, filled by a Job. */
export interface SharedVolumeSpec {
  readonly kind: 'shared';
  readonly storageClassName?: string;
}

/** A directory on every node, filled by a DaemonSet. */
export interface NodeVolumeSpec {
  readonly kind: 'node';
  readonly directory: string;
  readonly pauseImage: string;
  readonly priorityClassName?: string;
}
