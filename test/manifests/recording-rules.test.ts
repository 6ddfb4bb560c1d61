import { rendered } from './support';

const recording = {
  record: 'service:vllm_requests_in_flight:sum',
  expression: 'sum(vllm:num_requests_running{service="chat"})',
  labels: { namespace: 'serving', service: 'chat' },
  intervalSeconds: 15,
  reason: '',
};
const recorded = (platform = {}) =>
  rendered({ scaling: { recordings: [recording] } }, {}, platform);
const labels = { monitorLabels: { release: 'stack' } };

describe('recording rules', () => {
  test('are a PrometheusRule with the labels that the operator selects by', () => {
    const { recordingRules: rules } = recorded(labels);
    expect(rules).toMatchObject({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name: 'chat-recordings',
        namespace: 'serving',
        labels: { release: 'stack', 'cdk8s-llm.dev/service': 'chat' },
      },
    });
    expect(rules?.spec).toEqual({
      groups: [
        {
          name: 'serving-chat-recordings',
          interval: '15s',
          rules: [
            { record: recording.record, expr: recording.expression, labels: recording.labels },
          ],
        },
      ],
    });
  });

  test('are Rules on the managed backend of Google', () => {
    const { recordingRules: rules } = recorded({ metrics: { kind: 'google' } });
    expect(rules).toMatchObject({ apiVersion: 'monitoring.googleapis.com/v1', kind: 'Rules' });
  });

  test('are absent where nothing is recorded', () => {
    expect(rendered()).not.toHaveProperty('recordingRules');
  });
});
