import { Construct } from 'constructs';
import type { PlanAnswer, PlanWarning } from '../capacity/answer';
import { canShareCompileCache } from '../engines/vllm/caches';
import { type CompileCacheSpec, compileCacheGiB, sharedClaim } from '../manifests';
import type { Violation } from '../violations';
import { apiObject } from './api-object';
import {
  CompileCacheAccess,
  type CompileCacheVolumeProps,
  compileCacheViolations,
  gibibytesOf,
} from './compile-cache-props';
import { ownName, refuseIfAny } from './own-name';
import { classWarnings, sharedStorageClassOf } from './shared-storage-class';
import { takeName } from './taken-names';

/** Claims of weights have names in the same namespace. */
const KIND = 'claim';

/**
 * Artifacts of torch.compile, Triton, FlashInfer and the start-up plan that outlive a pod. Each
 * service has a folder of its own on the claim, another for every image, model path, argument,
 * `VLLM_` variable, accelerator and parallelism. Artifacts are code that the engine runs without
 * looking at it: one claim for one tenant, and never for two. GitOps tools may delete the claim:
 * what is lost is one compilation.
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
  /** What the claim asks of its cluster. */
  public readonly warnings: PlanWarning[];

  private readonly namespace: string;

  /**
   * @param scope Chart of the services that use it: a claim can be mounted in its own namespace only.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once; the scope is left as it was.
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: CompileCacheVolumeProps = {},
  ) {
    const { name, namespace, violations } = ownName(scope, id, props.name, KIND);
    refuseIfAny([...compileCacheViolations(props), ...violations], scope, id);
    super(scope, id);
    takeName(this, name, namespace, KIND);
    this.namespace = namespace;
    this.claimName = name;
    const own = { name, namespace, component: 'compile-cache' };
    const sizeGiB = props.size ? gibibytesOf(props.size) : compileCacheGiB;
    const storageClassName = props.storageClassName ?? sharedStorageClassOf(this);
    this.warnings = classWarnings(storageClassName);
    apiObject(this, 'Resource', sharedClaim({ ...own, sizeGiB, storageClassName }));
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
