import { containerOf, rendered, twoNodes } from './support';

/** The parameters of an exec probe or hook, after `python3 -c SCRIPT`. */
const parameters = ({ exec }: { exec: { command: string[] } }) => exec.command.slice(3);

const leader = containerOf(rendered());
const group = rendered(twoNodes);

describe('probes', () => {
  test('give a start the budget of the plan and end it with one token', () => {
    const { exec, ...numbers } = leader.startupProbe;
    expect(parameters({ exec })).toEqual(['8000', '60', 'llama']);
    expect(numbers).toEqual({ periodSeconds: 5, timeoutSeconds: 60, failureThreshold: 120 });
  });

  test('wait longer than a saturated front end takes', () => {
    expect(leader.readinessProbe).toEqual({
      httpGet: { path: '/health', port: 'http' },
      periodSeconds: 5,
      timeoutSeconds: 10,
      failureThreshold: 3,
    });
    expect(leader.livenessProbe).toEqual({
      httpGet: { path: '/health', port: 'http' },
      periodSeconds: 30,
      timeoutSeconds: 30,
      failureThreshold: 6,
      terminationGracePeriodSeconds: 10,
    });
  });

  test('try an idle group, whose leader does not notice a dead worker', () => {
    expect(parameters(containerOf(group).livenessProbe)).toEqual(['8000', '30', 'llama']);
  });

  test('ask a worker for its connection to the leader', () => {
    const worker = containerOf(group, 'worker');
    expect(parameters(worker.startupProbe)).toEqual(['29501']);
    expect(parameters(worker.livenessProbe)).toEqual(['29501']);
  });
});

describe('preStop hooks', () => {
  test('of a leader wait for propagation and then for idleness', () => {
    expect(parameters(leader.lifecycle.preStop)).toEqual(['8000', '15', '131']);
  });

  test('of a worker wait for its leader, at most as long as that may drain', () => {
    const { preStop } = containerOf(group, 'worker').lifecycle;
    expect(parameters(preStop)).toEqual(['29501', '166']);
  });
});
