import type { IConstruct } from 'constructs';
import type { GpuClaim } from '../capacity/gpu-claim';
import { batchInQuota, resourcesOf } from '../capacity/quota';
import { describeViolation, type Violation } from '../violations';
import type { GpuQuotaProps } from './gpu-quota-props';
import { LlmInferenceService } from './llm-inference-service';
import { OffPeakBatch } from './off-peak-batch';

/** What is wrong with a quota once everything of the app is there, which may come after it. */
export function quotaProblems(
  quota: IConstruct,
  props: GpuQuotaProps,
  namespace: string,
): string[] {
  const claims = props.services.map((service) => service._claim);
  const resources = resourcesOf(claims);
  const batches = batchesIn(quota, namespace).filter((batch) =>
    resources.includes(batch.resourceName),
  );
  return [...missing(quota, props, namespace), ...batchInQuota(props, claims, batches)].map(
    describeViolation,
  );
}

/** What off-peak work of a namespace takes, wherever it is declared. */
export function batchesIn(quota: IConstruct, namespace: string): GpuClaim[] {
  return quota.node.root.node
    .findAll()
    .filter((one) => one instanceof OffPeakBatch)
    .filter((batch) => batch._service._namespace === namespace)
    .map((batch) => batch._claim);
}

function missing(quota: IConstruct, props: GpuQuotaProps, namespace: string): Violation[] {
  const resources = resourcesOf(props.services.map((service) => service._claim));
  const uncounted = quota.node.root.node
    .findAll()
    .filter((one) => one instanceof LlmInferenceService)
    .filter((service) => service._namespace === namespace && !props.services.includes(service))
    .filter(({ _claim }) => resources.includes(_claim.resourceName));
  if (uncounted.length === 0) return [];
  return [
    {
      path: 'services',
      value: props.services.map(({ name }) => name),
      allowed: `every service of namespace ${namespace}: ${uncounted.map(({ name }) => name).join(', ')} ${uncounted.length === 1 ? 'is' : 'are'} missing, whose pods count too`,
      fix: 'add what is missing, and create the quota after the last service',
    },
  ];
}
