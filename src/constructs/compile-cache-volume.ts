import { Chart, Size, SizeRoundingBehavior } from 'cdk8s';
import { Construct } from 'constructs';
import type { PlanAnswer } from '../capacity/answer';
import { canShareCompileCache } from '../engines/vllm/caches';
import { serviceName } from '../kube/names';
import { type CompileCacheSpec, sharedClaim } from '../manifests';
import { InvalidInput, type Violation } from '../violations';
import { apiObject } from './api-object';

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
  /** StorageClass that gives ReadWriteMany volumes with atomic rename (NFS, EFS, Filestore, CephFS, Lustre). @default - the cluster's default class */
  readonly storageClassName?: string;
  /** How pods use it. @default - SHARED, or COPIED below vLLM 0.17, whose writers overwrite each other */
  readonly access?: CompileCacheAccess;
  /** A Job on one replica's GPUs fills it for each service and each change of what is compiled. @default true - otherwise the first replica compiles, and so do all that start beside it */
  readonly prime?: boolean;
  /** The Job fails where the engine compiles again instead of loading what it compiled, from vLLM 0.18 on. @default true - a cache that nobody can load is found out by the Job and not by the fleet; builds that cannot load any (CPU, 0.32) need false */
  readonly strictLoading?: boolean;
  /** Name of the claim, a DNS-1035 label. @default - from the construct's id */
  readonly name?: string;
}

/**
 * Artifacts of torch.compile, Triton, FlashInfer and the start-up plan that outlive a pod. Each
 * service has a folder of its own on the claim, another for every image, model path, argument,
 * `VLLM_` variable, accelerator and parallelism. Artifacts are code that the engine runs without
 * looking at it: one claim for one tenant, and never for two.
 *
 * ```ts
 * const compileCache = new CompileCacheVolume(chart, 'compile-cache', { storageClassName: 'efs' });
 * new LlmInferenceService(chart, 'chat', {
 *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
 *   accelerator: Accelerator.H100_SXM,
 *   traffic: { peakRequestsPerSecond: 100 },
 *   compileCache,
 * });
 * ```
 *
 * renders the claim, and with the service a Job that fills it:
 *
 * ```yaml
 * apiVersion: v1
 * kind: PersistentVolumeClaim
 * metadata:
 *   name: compile-cache
 * spec:
 *   accessModes:
 *     - ReadWriteMany
 *   storageClassName: efs
 * ```
 */
export class CompileCacheVolume extends Construct {
  /** Name of the claim. */
  public readonly claimName: string;

  private readonly namespace: string;

  /**
   * @param scope Chart of the services that use it: a claim can be mounted in its own namespace only.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws when the size is below 1 GiB.
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: CompileCacheVolumeProps = {},
  ) {
    const size = props.size ?? Size.gibibytes(20);
    const sizeGiB = size.toGibibytes({ rounding: SizeRoundingBehavior.FLOOR });
    if (sizeGiB < 1) throw new InvalidInput([tooSmall(size)], id);
    super(scope, id);
    const { namespace = 'default' } = Chart.of(this);
    this.namespace = namespace;
    this.claimName = props.name ?? serviceName(id, { maxReplicas: 1 });
    const { storageClassName } = props;
    const name = { name: this.claimName, namespace, component: 'compile-cache' };
    apiObject(this, 'Resource', sharedClaim({ ...name, sizeGiB, storageClassName }));
  }

  /**
   * The cache as the pods of a service use it.
   * @internal
   */
  public _spec(engineVersion: string): CompileCacheSpec {
    return {
      claimName: this.claimName,
      access: this.accessFor(engineVersion),
      primed: this.props.prime ?? true,
      strict: this.props.strictLoading ?? true,
    };
  }

  /**
   * Why a service cannot use it.
   * @internal
   */
  public _violations(answer: PlanAnswer, engineVersion: string, namespace: string): Violation[] {
    return [
      ...this.namespaceViolations(namespace),
      ...this.sharingViolations(engineVersion),
      ...this.groupViolations(answer, engineVersion),
      ...this.primingViolations(engineVersion),
    ];
  }

  private accessFor(engineVersion: string): CompileCacheAccess {
    const { access } = this.props;
    if (access !== undefined) return access;
    return canShareCompileCache(engineVersion)
      ? CompileCacheAccess.SHARED
      : CompileCacheAccess.COPIED;
  }

  private namespaceViolations(namespace: string): Violation[] {
    if (namespace === this.namespace) return [];
    return [
      {
        path: 'compileCache',
        value: this.node.path,
        allowed: `of the namespace '${namespace}': a claim is mounted in its own namespace only, and artifacts are code that a tenant must not share`,
        fix: "create a CompileCacheVolume in the service's own chart",
      },
    ];
  }

  private sharingViolations(engineVersion: string): Violation[] {
    const isShared = this.accessFor(engineVersion) === CompileCacheAccess.SHARED;
    if (!isShared || canShareCompileCache(engineVersion)) return [];
    return [
      {
        path: 'compileCache.access',
        value: this.props.access,
        allowed: `'copied' with vLLM ${engineVersion}: before 0.17 pods overwrite each other's artifacts`,
        fix: 'leave it out, or move to 0.17 or newer',
      },
    ];
  }

  private groupViolations({ replica }: PlanAnswer, engineVersion: string): Violation[] {
    const isCopied = this.accessFor(engineVersion) === CompileCacheAccess.COPIED;
    if (!isCopied || (replica?.nodes ?? 1) === 1) return [];
    return [
      {
        path: 'compileCache',
        value: CompileCacheAccess.COPIED,
        allowed: `'shared' for a replica of ${replica?.nodes} nodes: one Job cannot compile for the ranks of a group`,
        fix: 'state CompileCacheAccess.SHARED with vLLM 0.17 or newer, or leave compileCache out',
      },
    ];
  }

  private primingViolations(engineVersion: string): Violation[] {
    const isCopied = this.accessFor(engineVersion) === CompileCacheAccess.COPIED;
    if (!isCopied || this.props.prime !== false) return [];
    return [
      {
        path: 'compileCache.prime',
        value: false,
        allowed: "true with 'copied' access: nobody else writes the claim",
        fix: "leave 'prime' out, or state CompileCacheAccess.SHARED",
      },
    ];
  }
}

function tooSmall(size: Size): Violation {
  return {
    path: 'size',
    value: `${size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR })} MiB`,
    allowed: 'at least 1 GiB',
    fix: 'state Size.gibibytes(20)',
  };
}
