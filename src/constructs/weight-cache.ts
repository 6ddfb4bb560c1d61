import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PlanWarning } from '../capacity/answer';
import { apiObject, clusterObject } from './api-object';
import { downloadedWeights } from './downloaded-weights';
import { fluidWeights } from './fluid-weights';
import { ownName, refuseIfAny } from './own-name';
import { ofTheirKind } from './prop-kinds';
import { ServingPlatform } from './serving-platform';
import { takeName } from './taken-names';
import type { WeightCacheProps } from './weight-cache-props';
import { weightCacheViolations } from './weight-cache-sense';
import type { WeightSource } from './weight-source';

/** Fluid's claim, too, has the name of its cache. */
const KIND = 'claim';

/**
 * Weights of one model, downloaded once and read by every replica. The download checks every file,
 * goes on where it was cut, and writes its marker last; pods of services wait for the marker.
 *
 * ```ts
 * const cache = new WeightCache(chart, 'llama', {
 *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
 *   revision: '6f6073b423013f6a7d4d9f39144961bfbfbc386b',
 *   token: SecretKey.of('hugging-face', 'token'),
 * });
 * cache.weights; // for LlmInferenceService
 * ```
 *
 * renders a Job, named by its content, and
 *
 * ```yaml
 * apiVersion: v1
 * kind: PersistentVolumeClaim
 * metadata:
 *   name: llama
 * spec:
 *   accessModes: [ReadWriteMany]
 *   resources:
 *     requests:
 *       storage: 290Gi
 * ```
 */
export class WeightCache extends Construct {
  /** For the services of this model, in the namespace of the cache. */
  public readonly weights: WeightSource;
  /** Claim that services mount; with Fluid the Dataset, of which Fluid makes a claim of the same name. */
  public readonly claim: ApiObject;
  /** Job, DaemonSet or DataLoad that fills it. */
  public readonly filler: ApiObject;
  /** What the store asks of its cluster and its namespace. */
  public readonly warnings: PlanWarning[];

  /**
   * @param scope Chart, or any construct below one.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once; the scope is left as it was.
   */
  public constructor(scope: Construct, id: string, props: WeightCacheProps) {
    const usable = ofTheirKind(props);
    const fluid = usable.store?._fluid();
    const context = { maxReplicas: 1, dataset: fluid !== undefined };
    const { name, namespace, violations } = ownName(scope, id, usable.name, KIND, context);
    const platform = usable.platform ?? ServingPlatform.of(scope);
    const faults = weightCacheViolations(props, platform._storage().openShift);
    refuseIfAny([...faults, ...violations], scope, id);
    super(scope, id);
    takeName(this, name, namespace, KIND);
    const kept = fluid
      ? fluidWeights(props, fluid, name, namespace)
      : downloadedWeights(props, name, namespace, platform);
    for (const [child, wire] of Object.entries(kept.objects)) {
      (wire.metadata.namespace ? apiObject : clusterObject)(this, child, wire);
    }
    this.claim = this.node.findChild(kept.claim) as ApiObject;
    this.filler = this.node.findChild(kept.filler) as ApiObject;
    this.weights = kept.weights;
    this.warnings = [...kept.warnings];
  }
}
