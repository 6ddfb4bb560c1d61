import { Example } from '../world/example';
import { EngineFleet } from './fleet';
import { constant } from './load';
import type { ObservedPod } from './service';

const { request } = Example.of('chat-70b').service;

function pod(name: string, changes: Partial<ObservedPod> = {}): ObservedPod {
  return {
    namespace: 'serving',
    name,
    uid: `uid-${name}`,
    service: 'chat',
    role: 'leader',
    phase: 'Running',
    isReady: true,
    isTerminating: false,
    ...changes,
  };
}

/** A fleet whose clock is set by hand, with one service at 20 requests/s. */
function fleetOf(...pods: ObservedPod[]) {
  const time = { now: 1000 };
  const fleet = new EngineFleet(() => time.now);
  fleet.serve({ namespace: 'serving', name: 'chat', request, rate: constant(20) });
  fleet.observe(pods);
  const wait = (seconds: number) => {
    time.now += seconds;
    return fleet.history('serving', 'chat').at(-1);
  };
  return { fleet, wait };
}

function running(fleet: EngineFleet, name: string): number | undefined {
  const found = /^vllm:num_requests_running\{.*\} (\S+)$/m.exec(
    fleet.scrape('serving', name) ?? '',
  );
  return found ? Number(found[1]) : undefined;
}

test('pods that are Ready share the load evenly', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'), pod('chat-1'));
  const sample = wait(300);
  expect(sample).toMatchObject({ at: 1300, ratePerSecond: 20, readyReplicas: 2, waiting: 0 });
  // 48 in flight at 10 requests/s, give or take 8.
  expect(running(fleet, 'chat-0')).toBeGreaterThan(20);
  expect(running(fleet, 'chat-1')).toBeGreaterThan(20);
  expect(sample?.inFlight).toBe((running(fleet, 'chat-0') ?? 0) + (running(fleet, 'chat-1') ?? 0));
});

test.each([
  { what: 'loading', changes: { isReady: false } },
  { what: 'a worker', changes: { role: 'worker' } },
  { what: 'of no service', changes: { service: undefined } },
  { what: 'of another namespace', changes: { namespace: 'other' } },
])('a pod that is $what has no engine and gets nothing', ({ changes }) => {
  const { fleet, wait } = fleetOf(pod('chat-0'), pod('chat-1', changes));
  expect(wait(60)).toMatchObject({ readyReplicas: 1 });
  expect(fleet.scrape(changes.namespace ?? 'serving', 'chat-1')).toBeUndefined();
});

test('a terminating pod gets nothing more and answers what it has, scraped to the end', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'), pod('chat-1'));
  wait(120);
  fleet.observe([pod('chat-0'), pod('chat-1', { isTerminating: true })]);
  expect(running(fleet, 'chat-1')).toBeGreaterThan(20);
  expect(wait(120)).toMatchObject({ readyReplicas: 1, lost: 0 });
  expect(running(fleet, 'chat-1')).toBe(0);
  fleet.observe([pod('chat-0')]);
  expect(fleet.scrape('serving', 'chat-1')).toBeUndefined();
  expect(wait(1)).toMatchObject({ lost: 0 });
});

test('what a pod still has in flight when it goes is lost', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'), pod('chat-1'));
  wait(120);
  const inFlight = running(fleet, 'chat-1');
  fleet.observe([pod('chat-0')]);
  expect(wait(1)).toMatchObject({ lost: inFlight });
});

test('a pod of the same name and another uid starts empty', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'));
  wait(60);
  fleet.observe([pod('chat-0', { uid: 'another' })]);
  expect(running(fleet, 'chat-0')).toBe(0);
});

test('nothing that was answered is forgotten with its pod', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'));
  const before = wait(60)?.finished ?? 0;
  fleet.observe([]);
  expect(before).toBeGreaterThan(1000);
  expect(wait(1)).toMatchObject({ finished: before, inFlight: 0 });
});

test('without a Ready pod requests are refused', () => {
  const { wait } = fleetOf(pod('chat-0', { isReady: false }));
  expect(wait(60)).toMatchObject({ refused: 1200, inFlight: 0, readyReplicas: 0 });
});

test('a new rate holds from now on, its curve from the beginning', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'));
  wait(60);
  fleet.setRate('serving', 'chat', (seconds) => (seconds <= 10 ? 5 : 0));
  expect(wait(10)).toMatchObject({ ratePerSecond: 5 });
  expect(wait(200)).toMatchObject({ ratePerSecond: 0, inFlight: 0 });
});

test('a share of the engines of a namespace can be silenced, and speaks again', () => {
  const names = ['chat-0', 'chat-1', 'chat-2', 'chat-3'];
  const { fleet } = fleetOf(...names.map((name) => pod(name)));
  const speaking = () => names.filter((name) => fleet.scrape('serving', name) !== undefined);
  fleet.silence('serving', 0.5);
  expect(speaking()).toEqual(['chat-2', 'chat-3']);
  fleet.silence('serving', 1);
  expect(speaking()).toEqual([]);
  fleet.silence('serving', 0);
  expect(speaking()).toEqual(names);
});

test('history has a sample of every second', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'));
  wait(5);
  expect(fleet.history('serving', 'chat').map(({ at }) => at)).toEqual([
    1001, 1002, 1003, 1004, 1005,
  ]);
});

test('two services of one model in two namespaces have their own load', () => {
  const { fleet, wait } = fleetOf(pod('chat-0'), pod('chat-0', { namespace: 'other', uid: 'o' }));
  fleet.serve({ namespace: 'other', name: 'chat', request, rate: constant(0) });
  wait(60);
  expect(fleet.history('other', 'chat').at(-1)).toMatchObject({ inFlight: 0, readyReplicas: 1 });
});

test('kube-state-metrics tells readiness and phase of every pod', () => {
  const { fleet } = fleetOf(pod('chat-0'), pod('chat-1', { phase: 'Pending', isReady: false }));
  const lines = fleet.kubeState().split('\n');
  expect(lines).toContain(
    'kube_pod_status_ready{condition="true",namespace="serving",pod="chat-0",uid="uid-chat-0"} 1',
  );
  expect(lines).toContain(
    'kube_pod_status_ready{condition="true",namespace="serving",pod="chat-1",uid="uid-chat-1"} 0',
  );
  expect(lines).toContain(
    'kube_pod_status_phase{namespace="serving",phase="Pending",pod="chat-1",uid="uid-chat-1"} 1',
  );
  expect(lines).toContain(
    'kube_pod_container_status_ready{container="vllm",namespace="serving",pod="chat-0",uid="uid-chat-0"} 1',
  );
  expect(lines).toContain('# TYPE kube_pod_status_ready gauge');
});

test('only the version whose metrics were captured can be served', () => {
  const old = { ...request, engine: { name: 'vllm', version: '0.30.0' } };
  expect(() =>
    new EngineFleet().serve({
      namespace: 'serving',
      name: 'chat',
      request: old,
      rate: constant(0),
    }),
  ).toThrow("'engine.version' of serving/chat is 0.30.0: only the metrics of 0.32.0 are known");
});

test('the load of an unknown service cannot be changed', () => {
  expect(() => new EngineFleet().setRate('serving', 'chat', constant(0))).toThrow(
    "'serving/chat' is not under load: call serve() with it first",
  );
});
