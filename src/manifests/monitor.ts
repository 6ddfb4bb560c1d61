import { servedPaths } from '../engines/vllm/endpoints';
import type { PlatformSpec } from '../kube/platform';
import { httpPortName } from './constants';
import { leaderSelector, ServiceLabel } from './labels';
import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

const apiVersions = {
  prometheus: 'monitoring.coreos.com/v1',
  amazon: 'monitoring.coreos.com/v1',
  azure: 'azmonitoring.coreos.com/v1',
  google: 'monitoring.googleapis.com/v1',
} as const;

/**
 * Scrapes leaders: workers have no HTTP port. Pods and not a Service, so that a draining pod is
 * seen to its end. /metrics needs no credentials: vLLM's API key does not cover it.
 */
export function monitor(
  spec: ServiceSpec,
  platform: PlatformSpec,
  scrapeIntervalSeconds: number,
): WireObject {
  const { kind } = platform.metrics;
  const metadata = objectMetadata(spec);
  const endpoint = {
    port: httpPortName,
    path: servedPaths.metrics,
    interval: `${scrapeIntervalSeconds}s`,
  };
  return {
    apiVersion: apiVersions[kind],
    kind: kind === 'google' ? 'PodMonitoring' : 'PodMonitor',
    metadata: { ...metadata, labels: { ...platform.monitorLabels, ...metadata.labels } },
    spec: {
      selector: { matchLabels: leaderSelector(spec) },
      ...(kind === 'google' ? managedTargets(endpoint) : operatorTargets(endpoint)),
    },
  };
}

// Queries match `service`; the operators and Google's collector rename labels each in their way.
function operatorTargets(endpoint: WireFields): WireFields {
  const sourceLabel = ServiceLabel.SERVICE.replace(/[^a-z0-9]/g, '_');
  const relabeling = {
    sourceLabels: [`__meta_kubernetes_pod_label_${sourceLabel}`],
    targetLabel: 'service',
  };
  return { podMetricsEndpoints: [{ ...endpoint, relabelings: [relabeling] }] };
}

function managedTargets(endpoint: WireFields): WireFields {
  const fromPod = [{ from: ServiceLabel.SERVICE, to: 'service' }];
  return { endpoints: [endpoint], targetLabels: { fromPod } };
}
