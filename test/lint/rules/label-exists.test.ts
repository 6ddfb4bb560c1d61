import { readObjects } from '../../../src/lint/read/read';
import { labelExists } from '../../../src/lint/rules/label-exists';
import type { JsonObject } from '../../../src/lint/view/place';
import { viewOf } from '../signal/queries';

const trigger = { query: 'sum(vllm:num_requests_running{model="m"})', threshold: '5' };

test('a matcher on a label that nobody puts there matches nothing', () => {
  expect(labelExists.check(viewOf(trigger))).toMatchObject([
    { fix: 'write model_name="m"', path: ['spec', 'triggers', 0, 'metadata', 'query'] },
  ]);
});

/** The pods of the service carry the label, and a monitor scrapes them. */
function withMonitor(monitor: JsonObject): number {
  const { objects } = viewOf(trigger);
  const [deployment, scaler] = objects.map(({ content }) => JSON.parse(JSON.stringify(content)));
  deployment.spec.template.metadata.labels.model = 'm';
  deployment.spec.template.spec.containers[0].ports = [{ name: 'http', containerPort: 8000 }];
  const podMonitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'chat', namespace: 'serving' },
    spec: {
      selector: { matchLabels: { app: 'chat' } },
      podMetricsEndpoints: [{ port: 'http' }],
      ...monitor,
    },
  };
  const { view } = readObjects([deployment, scaler, podMonitor], 'app.yaml');
  return labelExists.check(view).length;
}

test('a label of the pods is on the series only where the monitor says so', () => {
  expect(withMonitor({})).toBe(1);
  expect(withMonitor({ podTargetLabels: ['model'] })).toBe(0);
});

test('a matcher that takes every value excludes nothing', () => {
  const query = 'sum(vllm:num_requests_running{model=~".*"})';
  expect(labelExists.check(viewOf({ ...trigger, query }))).toEqual([]);
});

test('the label of a workload may come from a relabelling', () => {
  const query = 'sum(vllm:num_requests_running{deployment="chat"})';
  expect(labelExists.check(viewOf({ ...trigger, query }))).toMatchObject([{ severity: 'warning' }]);
});
