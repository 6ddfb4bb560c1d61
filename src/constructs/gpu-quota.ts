import { Construct, type IConstruct } from 'constructs';
import type { PlanWarning } from '../capacity/answer';
import type { GpuClaim } from '../capacity/gpu-claim';
import { quotaFor, quotaWarnings, resourcesOf } from '../capacity/quota';
import { resourceQuota, type WireObject } from '../manifests';
import { lazyObject } from './api-object';
import type { GpuQuotaProps } from './gpu-quota-props';
import { quotaPropViolations } from './gpu-quota-violations';
import { ownName, refuseIfAny } from './own-name';
import { batchesIn, quotaProblems } from './quota-problems';
import { takeName } from './taken-names';

/** Claims and services have names of their own. */
const KIND = 'quota';

/**
 * A ResourceQuota of as many GPUs as the plans of some services take, with the Jobs that fill their
 * compile caches. Terminating pods count until
 * they are gone, and so do pods of others in the namespace.
 *
 * ```ts
 * new GpuQuota(chart, 'quota', { services: [service] });
 * ```
 *
 * renders
 *
 * ```yaml
 * apiVersion: v1
 * kind: ResourceQuota
 * metadata:
 *   name: quota
 * spec:
 *   hard:
 *     requests.nvidia.com/gpu: 64
 * ```
 */
export class GpuQuota extends Construct {
  /** What a reviewer should hear about: a quota that the scaler runs into. */
  public readonly warnings: PlanWarning[];

  /**
   * @param scope Chart, or any construct below one, in the namespace of the services.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once. What is declared later is checked at synthesis: a service of the namespace that `services` lacks, and off-peak work without `perTier`.
   */
  public constructor(scope: Construct, id: string, props: GpuQuotaProps) {
    const { name, namespace, violations } = ownName(scope, id, props.name, KIND);
    refuseIfAny([...quotaPropViolations(props, namespace), ...violations], scope, id);
    super(scope, id);
    takeName(this, name, namespace, KIND);
    const claims = props.services.map((service) => service._claim);
    this.warnings = quotaWarnings('gpus', props.gpus, claims);
    const classes = props.perTier ? new Set(claims.map(({ rank }) => rank.className)) : [undefined];
    for (const className of classes) {
      const counted = claims.filter(({ rank }) => !className || rank.className === className);
      const step = className?.replace(/^llm-/, '');
      const spec = { name: step ? `${name}-${step}` : name, namespace, className };
      // Batch work may be declared later.
      const wire = (): WireObject => {
        const beside = className ? batchesOf(this, namespace, className) : [];
        return resourceQuota({ ...spec, gpus: grants([...counted, ...beside], props.gpus) });
      };
      lazyObject(this, step ?? 'Resource', wire(), () => wire().spec);
    }
    this.node.addValidation({ validate: () => quotaProblems(this, props, namespace) });
  }
}

/** GPUs by resource: those that are stated, or what the plans take at most. */
function grants(claims: readonly GpuClaim[], stated: number | undefined): Record<string, number> {
  const gpus = resourcesOf(claims).map((resource) => [
    resource,
    stated ?? quotaFor(claims.filter(({ resourceName }) => resourceName === resource)),
  ]);
  return Object.fromEntries(gpus);
}

/** Off-peak work shares the quota of services of its own class. */
function batchesOf(quota: IConstruct, namespace: string, className: string): GpuClaim[] {
  return batchesIn(quota, namespace).filter(({ rank }) => rank.className === className);
}
