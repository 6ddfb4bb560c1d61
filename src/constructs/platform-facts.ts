import { assumptions } from '../capacity/defaults';
import { nodeAutoscalerOf } from '../capacity/node-autoscaler';
import type { PlatformRequest } from '../capacity/request';
import { type NodeAutoscalerName, type PlatformSpec, providerOf } from '../kube/platform';
import type { SiteFacts } from '../lint/view/view';
import type { MetricsBackend } from './metrics-backend';
import type { ServingPlatformProps } from './serving-platform-props';

/** A platform as a plan request names it. */
export function platformRequest(
  props: ServingPlatformProps,
  metrics: MetricsBackend,
): PlatformRequest {
  const { kind, matchers, kubeStateMetrics } = metrics._spec();
  return {
    kubernetesVersion: kubernetesVersion(props),
    provider: props.provider,
    nodeAutoscaler: props.nodeAutoscaler,
    nodeProvisionSeconds: props.nodeProvisionTime?.toSeconds(),
    nodeDrainLimitSeconds: props.nodeDrainLimit?.toSeconds(),
    spotNoticeSeconds: props.spotNotice?.toSeconds(),
    gatewayTimeoutSeconds: props.gatewayTimeout?.toSeconds(),
    endpointPropagationSeconds: props.endpointPropagation?.toSeconds(),
    scrapeIntervalSeconds: scrapeIntervalSeconds(props),
    gpuQuota: props.gpuQuota,
    capacityBuffers: props.capacityBuffers,
    kubeStateMetrics,
    metricsBackend: kind === 'prometheus' ? undefined : kind,
    metricsMatchers: matchers,
  };
}

/** A platform as manifests need it, for a service on a node such as `aws/p5.48xlarge`. */
export function platformSpec(
  props: ServingPlatformProps,
  metrics: MetricsBackend,
  nodeId: string,
): PlatformSpec {
  const provider = props.provider ?? providerOf(nodeId);
  return {
    kubernetesVersion: kubernetesVersion(props),
    provider,
    nodeAutoscaler: nodeAutoscalerOf(props.nodeAutoscaler, provider) as NodeAutoscalerName,
    metrics: metrics._spec(),
    monitorLabels: props.monitorLabels ?? {},
    kueue: props.kueue ?? false,
    openShift: props.openShift ?? false,
  };
}

/** What is stated of the cluster: the linter judges by no assumption. */
export function siteFacts(props: ServingPlatformProps): SiteFacts {
  return {
    kubernetesVersion: props.kubernetesVersion,
    provider: props.provider,
    nodeAutoscaler: props.nodeAutoscaler,
    nodeDrainLimitSeconds: props.nodeDrainLimit?.toSeconds(),
    spotNoticeSeconds: props.spotNotice?.toSeconds(),
    gatewayTimeoutSeconds: props.gatewayTimeout?.toSeconds(),
    endpointPropagationSeconds: props.endpointPropagation?.toSeconds(),
    scrapeIntervalSeconds: props.scrapeInterval?.toSeconds(),
    gpuQuota: props.gpuQuota,
  };
}

/** Interval at which the backend scrapes. */
export function scrapeIntervalSeconds({ scrapeInterval }: ServingPlatformProps): number {
  return scrapeInterval?.toSeconds() ?? assumptions.scrapeIntervalSeconds.value;
}

function kubernetesVersion(props: ServingPlatformProps): string {
  return props.kubernetesVersion ?? assumptions.kubernetesVersion;
}
