import { statisticsAreOn } from '../../../src/lint/rules/statistics-are-on';
import type { JsonObject } from '../../../src/lint/view/place';
import { found, scaledObject, shell } from '../drain/manifests';

const args = ['--disable-log-stats', '--shutdown-timeout=60'];

const monitor: JsonObject = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: { name: 'chat', namespace: 'serving' },
  spec: { selector: { matchLabels: { app: 'chat' } }, podMetricsEndpoints: [{ port: 'http' }] },
};

const cpu = scaledObject({
  triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '80' } }],
});

test.each<[string, JsonObject[], string]>([
  ['a scaler on its metrics', [scaledObject()], 'error'],
  ['a monitor', [monitor], 'warning'],
  ['a scaler on the CPU', [cpu], 'info'],
  ['nobody', [], 'info'],
])('frozen gauges that %s reads', (_, others, severity) => {
  expect(found(statisticsAreOn, { args }, others).map((one) => one.severity)).toEqual([severity]);
});

test('a hook that polls them never sees a request', () => {
  const preStop = shell('until ! grep vllm:num_requests_running x; do sleep 1; done');
  expect(found(statisticsAreOn, { args, preStop })[0].severity).toBe('error');
});

test('statistics are on by default', () => {
  expect(found(statisticsAreOn, {}, [scaledObject()])).toEqual([]);
});
