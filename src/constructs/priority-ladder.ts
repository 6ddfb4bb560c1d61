import { Construct, type IConstruct } from 'constructs';
import { priorityRows } from '../kube/priority';
import { priorityClass } from '../manifests';
import { InvalidInput } from '../violations';
import { clusterObject } from './api-object';
import type { PriorityTier } from './kinds';
import { classNameOf } from './tier';

const declared = new WeakMap<IConstruct, string>();

/**
 * Five PriorityClasses, from `llm-critical` down to `llm-placeholder`, one for each `PriorityTier`.
 * They belong to the cluster: one chart declares them, services of any chart name their tier.
 *
 * A value is immutable in Kubernetes, so these stay: another value would be another name.
 *
 * ```ts
 * new PriorityLadder(chart, 'priorities');
 * ```
 *
 * renders, among others,
 *
 * ```yaml
 * apiVersion: scheduling.k8s.io/v1
 * kind: PriorityClass
 * metadata:
 *   name: llm-batch
 * value: -1
 * preemptionPolicy: Never
 * ```
 */
export class PriorityLadder extends Construct {
  /**
   * Name of the class of a tier, such as `llm-online`, for pods that are not rendered here.
   *
   * @param tier Tier of the ladder.
   */
  public static classNameFor(tier: PriorityTier): string {
    return classNameOf(tier);
  }

  /**
   * @param scope Chart, or any construct below one.
   * @param id Id inside the scope.
   * @throws when the app has a ladder already.
   */
  public constructor(scope: Construct, id: string) {
    const { root } = scope.node;
    const other = declared.get(root);
    if (other !== undefined) {
      const allowed = `the only ladder of an app, which has '${other}'`;
      const fix = 'drop it: classes are cluster-scoped, and tiers reach them from any chart';
      throw new InvalidInput([{ path: 'id', value: id, allowed, fix }]);
    }
    super(scope, id);
    declared.set(root, this.node.path);
    for (const row of priorityRows) clusterObject(this, row.tier, priorityClass(row));
  }
}
