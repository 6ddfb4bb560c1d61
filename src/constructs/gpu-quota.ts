import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { PlanWarning } from '../capacity/answer';
import { quotaFor, quotaWarnings, resourcesOf } from '../capacity/quota';
import { serviceName } from '../kube/names';
import { resourceQuota } from '../manifests';
import { InvalidInput } from '../violations';
import { apiObject } from './api-object';
import type { GpuQuotaProps } from './gpu-quota-props';
import { quotaPropViolations } from './gpu-quota-violations';

/**
 * A ResourceQuota of as many GPUs as the plans of some services take. Terminating pods count until
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
   * @throws with every violation of the props at once.
   */
  public constructor(scope: Construct, id: string, props: GpuQuotaProps) {
    const { namespace = 'default' } = Chart.of(scope);
    const violations = quotaPropViolations(props, namespace);
    if (violations.length > 0) {
      throw new InvalidInput(violations, [scope.node.path, id].filter(Boolean).join('/'));
    }
    super(scope, id);
    const claims = props.services.map((service) => service._claim);
    const name = props.name ?? serviceName(id, { maxReplicas: 1 });
    this.warnings = quotaWarnings('gpus', props.gpus, claims);
    const classes = props.perTier ? new Set(claims.map(({ rank }) => rank.className)) : [undefined];
    for (const className of classes) {
      const counted = claims.filter(({ rank }) => !className || rank.className === className);
      const gpus = resourcesOf(counted).map((resource) => [
        resource,
        props.gpus ?? quotaFor(counted.filter(({ resourceName }) => resourceName === resource)),
      ]);
      const step = className?.replace(/^llm-/, '');
      const spec = { name: step ? `${name}-${step}` : name, namespace, className };
      const wire = resourceQuota({ ...spec, gpus: Object.fromEntries(gpus) });
      apiObject(this, step ?? 'Resource', wire);
    }
  }
}
