import { App, Chart } from 'cdk8s';
import { CloudProvider, MetricsBackend, NodeAutoscaler, ServingPlatform } from '../../../src';
import type { KubeObject } from '../rig/objects';
import { Example } from './example';

/** What the library renders into a namespace, for what no example has. */
export function rendered(
  namespace: string,
  build: (chart: Chart) => void,
  kubernetesVersion = '1.36',
): Example {
  const app = new App();
  ServingPlatform.custom({
    kubernetesVersion,
    provider: CloudProvider.AWS,
    nodeAutoscaler: NodeAutoscaler.NONE,
    metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  }).provide(app);
  const chart = new Chart(app, namespace, { namespace });
  build(chart);
  return new Example(namespace, chart.toJson() as KubeObject[]);
}
