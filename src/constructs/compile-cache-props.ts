import { type Size, SizeRoundingBehavior } from 'cdk8s';
import { compileCacheGiB } from '../manifests';
import type { Violation } from '../violations';
import { type PropNames, unknownProps } from './unknown-props';

/** How pods use a compile cache. */
export enum CompileCacheAccess {
  /** Every pod reads and writes the claim; the first one that compiles does so for the others. */
  SHARED = 'shared',
  /** One Job writes the claim; pods start from a copy and cannot change it for others. */
  COPIED = 'copied',
}

/** A claim for compiled artifacts. */
export interface CompileCacheVolumeProps {
  /** Size of the claim, 1 GiB or more. @default Size.gibibytes(20) - artifacts of one service are 30 MB to 2 GB, and old versions stay beside new ones */
  readonly size?: Size;
  /** StorageClass that gives ReadWriteMany volumes with atomic rename and file locks (NFS, EFS, Filestore, CephFS; Lustre mounted with flock). @default - the `sharedStorageClass` of the platform above the scope, else the cluster's default class */
  readonly storageClassName?: string;
  /** How pods use it. @default - SHARED, or COPIED below vLLM 0.17, whose writers overwrite each other */
  readonly access?: CompileCacheAccess;
  /** A Job on one replica's GPUs fills it for each service and each change of what is compiled. @default true - otherwise the first replica compiles, and so do all that start beside it */
  readonly prime?: boolean;
  /** The Job fails where the engine compiles again instead of loading what it compiled, from vLLM 0.18 on. @default true - a cache that nobody can load is found out by the Job and not by the fleet; builds that cannot load any (CPU, 0.32) need false */
  readonly strictLoading?: boolean;
  /** Name of the claim, a DNS-1035 label of at most 51 characters. @default - from the construct's id */
  readonly name?: string;
}

const known: PropNames<CompileCacheVolumeProps> = {
  size: true,
  storageClassName: true,
  access: true,
  prime: true,
  strictLoading: true,
  name: true,
};

/** Why these props make no cache. */
export function compileCacheViolations(props: CompileCacheVolumeProps): Violation[] {
  const { size } = props;
  const small = size && gibibytesOf(size) < 1 ? [tooSmall(size)] : [];
  return [...unknownProps(props, known), ...small];
}

/** A size in GiB, to the MiB: a claim is never smaller than what was stated. */
export function gibibytesOf(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) / 1024;
}

function tooSmall(size: Size): Violation {
  return {
    path: 'size',
    value: `${size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR })} MiB`,
    allowed: 'at least 1 GiB',
    fix: `state Size.gibibytes(${compileCacheGiB})`,
  };
}
