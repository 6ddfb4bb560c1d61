import type { Size } from 'cdk8s';
import { InvalidInput, type Violation } from '../violations';
import { type FluidStoreOptions, fluidStoreViolations } from './fluid-store';
import { type PropNames, unknownProps } from './unknown-props';

/** The next one is filled while the old one serves. */
export const DEFAULT_REVISIONS = 2;

/** A file system that every node mounts. */
export interface SharedStoreOptions {
  /** StorageClass with ReadWriteMany. @default - the platform's `sharedStorageClass`, else the cluster's default class */
  readonly storageClassName?: string;
  /** Zone of the file system, such as `eu-central-1a`; the Job and the pods of services stay in it. @default - every zone can mount it */
  readonly zone?: string;
  /** Size of the claim, at least what its revisions take; the throughput of many file systems grows with it. @default - the revisions and a tenth */
  readonly size?: Size;
  /** Revisions beside each other, 1 or more; sizes the claim. @default 2 - the next one is filled while the old one serves */
  readonly revisions?: number;
  /** Rate at which one loading pod reads while others load, 1e9 bytes per second. @default - by loader: 1.1 on one GPU to 4.3 on eight, a fast parallel file system */
  readonly readGBps?: number;
}

/** A disk of each node. */
export interface NodeStoreOptions {
  /** Directory that exists on every node and that uid 2000 may write, such as `/mnt/nvme/models`. */
  readonly directory: string;
  /** Labels of the nodes that have it, at least one. */
  readonly nodeSelector: { readonly [label: string]: string };
  /** Image of the container that stays when the files are there. @default registry.k8s.io/pause:3.10 - the one that every cluster has */
  readonly pauseImage?: string;
  /** Name of an existing PriorityClass, at least that of the services: what preempts the download waits for its weights for ever. @default - the cluster's default */
  readonly priorityClassName?: string;
  /** Revisions beside each other, 1 or more. @default 2 - the next one is filled while the old one serves */
  readonly revisions?: number;
  /** Rate at which one loading pod reads, 1e9 bytes per second. @default - by loader: 1.1 on one GPU to 4.3 on eight; the loader binds, not the disk */
  readonly readGBps?: number;
}

const sharedOptions: PropNames<SharedStoreOptions> = {
  storageClassName: true,
  zone: true,
  size: true,
  revisions: true,
  readGBps: true,
};

const nodeOptions: PropNames<NodeStoreOptions> = {
  directory: true,
  nodeSelector: true,
  pauseImage: true,
  priorityClassName: true,
  revisions: true,
  readGBps: true,
};

/** Where a cache keeps weights. */
export class WeightStore {
  /**
   * One ReadWriteMany claim for all nodes, filled once by a Job.
   *
   * @throws when an option is unknown or out of range.
   */
  public static sharedClaim(options: SharedStoreOptions = {}): WeightStore {
    refuse([...unknownProps(options, sharedOptions), ...revisionViolations(options)]);
    return new WeightStore('shared-claim', options);
  }

  /**
   * The same directory of every node, filled on each by a DaemonSet. Pods reach it through a claim
   * on a local volume, so that their namespace may stay at the restricted level. A node that is
   * bought for a waiting pod starts with an empty one.
   *
   * @throws when an option is unknown or out of range.
   */
  public static nodeLocal(options: NodeStoreOptions): WeightStore {
    refuse([
      ...unknownProps(options, nodeOptions),
      ...revisionViolations(options),
      ...placeViolations(options),
    ]);
    return new WeightStore('node-local', undefined, options);
  }

  /**
   * A cache of Fluid's over an object store or a file system: a Dataset, its AlluxioRuntime and a
   * DataLoad. Fluid makes a claim of the name of the dataset, which pods mount read-only; they do
   * not wait for the load, and what is not loaded yet is read from where it comes. Needs Fluid 1.0,
   * whose FUSE pods are privileged and run in the namespace of the cache.
   *
   * @throws when an option is unknown or out of range, or holds a secret.
   */
  public static fluid(options: FluidStoreOptions): WeightStore {
    refuse(fluidStoreViolations(options));
    return new WeightStore('shared-claim', undefined, undefined, options);
  }

  private constructor(
    /** `caches.weights` of the plan request. */
    public readonly kind: string,
    private readonly shared?: SharedStoreOptions,
    private readonly node?: NodeStoreOptions,
    private readonly fluid?: FluidStoreOptions,
  ) {}

  /**
   * Options of a shared claim.
   * @internal
   */
  public _shared(): SharedStoreOptions | undefined {
    return this.shared;
  }

  /**
   * Options of a disk of each node.
   * @internal
   */
  public _node(): NodeStoreOptions | undefined {
    return this.node;
  }

  /**
   * Options of a cache of Fluid's.
   * @internal
   */
  public _fluid(): FluidStoreOptions | undefined {
    return this.fluid;
  }
}

function refuse(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new InvalidInput(violations);
}

function revisionViolations({ revisions: value }: SharedStoreOptions): Violation[] {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return [];
  const fix = '2 hold the next revision beside the one that serves';
  return [{ path: 'revisions', value, allowed: 'a whole number, at least 1', fix }];
}

function placeViolations({ directory, nodeSelector }: NodeStoreOptions): Violation[] {
  const violations: Violation[] = [];
  if (!/^\/[^/]/.test(directory ?? '')) {
    const fix = "e.g. '/mnt/nvme/models'";
    violations.push({ path: 'directory', value: directory, allowed: 'an absolute path', fix });
  }
  if (Object.keys(nodeSelector ?? {}).length === 0) {
    violations.push({
      path: 'nodeSelector',
      value: nodeSelector,
      allowed: 'at least one label, or every node of the cluster would be filled',
      fix: "state a label of the nodes with the disk, e.g. { 'nvidia.com/gpu.present': 'true' }",
    });
  }
  return violations;
}
