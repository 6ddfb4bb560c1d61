import { chat, must } from '../plan/requests';

const plan = chat();
const alert = (name: string, of = plan) => must(of.alerts.find((each) => each.name === name));

test('symptoms alert that no trigger should chase, and so do the ways in which scaling is blind', () => {
  expect(plan.alerts.map(({ name }) => name)).toEqual([
    'queue',
    'time-to-first-token',
    'time-per-output-token',
    'kv-usage',
    'preemptions',
    'hung-engine',
    'keda-down',
    'blind',
    'at-maximum',
  ]);
});

test('latency is critical on the first edge of the histogram that is not below its objective', () => {
  expect(alert('time-to-first-token')).toMatchObject({ warning: 0.25, critical: 0.25 });
  expect(alert('time-per-output-token')).toMatchObject({ warning: 0.05, critical: 0.05 });
});

test('a queue is critical where its last prompt misses the objective', () => {
  // 8,192 tokens in 388 ms are 42 prompts a second; 200 ms leave about 100 for waiting.
  expect(alert('queue').critical).toBe(4);
  const slack = chat({ objectives: { timeToFirstTokenP95Ms: 2000, timePerOutputTokenP95Ms: 30 } });
  expect(alert('queue', slack).critical).toBeGreaterThan(40);
});

test('the maximum is reached when no replica is left, for as long as a start takes', () => {
  const { critical, forSeconds } = alert('at-maximum');
  expect(critical).toBe(must(plan.fleet).maxReplicas - 0.5);
  expect(forSeconds).toBe(Math.ceil(plan.coldStart.seconds));
});

test('a fixed number of replicas has no scaler to lose and is always at its maximum', () => {
  const pin = (bound: string) => ({ quantity: `/fleet/${bound}`, value: 4, because: 'fixed' });
  const names = chat({ pins: [pin('minReplicas'), pin('maxReplicas')] }).alerts.map(
    (each) => each.name,
  );
  expect(names).not.toContain('at-maximum');
  expect(names).not.toContain('keda-down');
  expect(names).toContain('blind');
});

test('blindness needs kube-state-metrics to be seen', () => {
  const names = chat({ platform: { kubeStateMetrics: false } }).alerts.map(({ name }) => name);
  expect(names).not.toContain('blind');
  expect(names).toContain('hung-engine');
});

test('rates look back over eight scrapes, so that a lost one does not blank them', () => {
  expect(alert('preemptions').expression).toContain('[120s]');
  const slow = chat({ platform: { scrapeIntervalSeconds: 60 } });
  expect(alert('preemptions', slow).expression).toContain('[480s]');
});

test('every alert says why it is one', () => {
  expect(plan.alerts.every(({ reason }) => reason.length > 10 || reason === 'the objective')).toBe(
    true,
  );
  expect(plan.alerts.every(({ warning, critical }) => warning <= critical)).toBe(true);
});
