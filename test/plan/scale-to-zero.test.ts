import type { PlanRequest } from '../../src/capacity/request';
import { chat, chat70b, must, refusals } from './requests';

const query = 'sum(rate(gateway_requests_total{route="chat"}[2m]))';
const zero = (idleSeconds?: number, change: Partial<PlanRequest> = {}) =>
  chat({ scaling: { scaleToZero: { query, idleSeconds } }, ...change });

const codes = (plan = zero()) => plan.warnings.map(({ code }) => code);

describe('without being told', () => {
  test('two replicas are kept warm, and the evidence says why', () => {
    const plan = chat({
      traffic: { peakRequestsPerSecond: 0.1 },
      objectives: { spareReplicas: 0 },
    });
    expect(must(plan.fleet).minReplicas).toBe(2);
    const { formula } = must(
      plan.evidence.find(({ quantity }) => quantity === '/fleet/minReplicas'),
    );
    expect(formula).toMatch(/^1 for .*, and 0 spare; at least 2, so that one may fail$/);
  });

  test('a pinned minimum or maximum of one wins over that', () => {
    for (const quantity of ['/fleet/minReplicas', '/fleet/maxReplicas']) {
      const plan = chat({ pins: [{ quantity, value: 1, because: 'a demo' }] });
      expect(must(plan.fleet).minReplicas).toBe(1);
    }
  });

  test('a minimum that is two already is explained as before', () => {
    const { formula } = must(
      chat().evidence.find(({ quantity }) => quantity === '/fleet/minReplicas'),
    );
    expect(formula).not.toContain('at least');
  });
});

describe('scale to zero', () => {
  test('is a minimum of none, which costs nothing', () => {
    const { fleet, cost } = zero();
    expect(must(fleet)).toMatchObject({ minReplicas: 0, gpusAtMin: 0 });
    expect(must(fleet).maxReplicas).toBe(must(chat().fleet).maxReplicas);
    expect(must(cost).usdPerHourAtMin).toBe(0);
  });

  test('counts a replica where the mean needs less than one', () => {
    const traffic = { peakRequestsPerSecond: 0.1 };
    const { cost } = zero(undefined, { traffic });
    const one = chat({
      traffic,
      pins: [{ quantity: '/fleet/minReplicas', value: 1, because: 'x' }],
    });
    expect(must(cost).usdPerHourMean).toBe(must(one.cost).usdPerHourMean);
    expect(must(cost).usdPerHourMean).toBeGreaterThan(0);
  });

  test('is woken by any request at the front door, which asks for no more than its rate', () => {
    const { scaling, replica } = zero();
    expect(must(scaling).signals.map(({ name }) => name)).toEqual(['in-flight', 'front-door']);
    expect(must(scaling).signals[1]).toMatchObject({
      kind: 'total',
      metricType: 'AverageValue',
      query,
      threshold: Number(must(replica).maxRequestsPerSecond.toFixed(3)),
      activationThreshold: 0,
    });
    expect(must(scaling).signals[0].activationThreshold).toBeUndefined();
  });

  test('has a threshold that KEDA can write down, however slow a replica is', () => {
    const plan = zero(undefined, {
      pins: [{ quantity: '/replica/maxRequestsPerSecond', value: 0.0001, because: 'x' }],
      traffic: { peakRequestsPerSecond: 0.001 },
    });
    expect(must(plan.scaling).signals[1].threshold).toBe(0.001);
  });

  test('has no fallback, since KEDA takes one for activity and would wake the service', () => {
    expect(must(zero().scaling).fallback).toBeUndefined();
    expect(must(chat().scaling).fallback).toBeDefined();
  });

  test('says how long a first request waits: a scrape, a poll and a cold start', () => {
    const platform = { scrapeIntervalSeconds: 5 };
    const plan = zero(undefined, { platform });
    expect(must(must(plan.scaling).zero)).toMatchObject({
      pollingSeconds: 5,
      wakeUpSeconds: Math.ceil(5 + 5 + plan.coldStart.seconds),
    });
    expect(must(chat().scaling).zero).toBeUndefined();
  });

  test('waits out the slowest start of twenty, and five minutes at least', () => {
    const { coldStart, scaling } = zero();
    const slow = coldStart.beforeContainerSeconds + coldStart.inContainerP95ColdCacheSeconds;
    expect(must(must(scaling).zero).idleSeconds).toBe(Math.ceil(slow));
    const quick = { nodeAutoscaler: 'none' };
    const caches = { image: true, weights: 'node-local' as const, compile: true };
    const small = zero(undefined, {
      model: 'meta-llama/Llama-3.2-1B-Instruct',
      parallelism: { tensor: 1 },
      platform: quick,
      caches,
    });
    expect(must(must(small.scaling).zero).idleSeconds).toBe(300);
    expect(must(must(zero(7200).scaling).zero).idleSeconds).toBe(7200);
  });

  test('warns of the wait, of an idle time that ends a start, and of a gateway that gives up first', () => {
    const ours = /wake|idle/;
    expect(codes().filter((code) => ours.test(code))).toEqual(['wakes-from-zero']);
    const idle = zero(60);
    expect(codes(idle)).toContain('idle-shorter-than-cold-start');
    const told = must(idle.warnings.find(({ code }) => code === 'idle-shorter-than-cold-start'));
    const [, seconds] = must(/at least (\d+) s/.exec(told.fix) ?? undefined);
    expect(codes(zero(Number(seconds)))).not.toContain('idle-shorter-than-cold-start');

    const gateway = zero(undefined, { platform: { gatewayTimeoutSeconds: 300 } });
    const given = must(
      gateway.warnings.find(({ code }) => code === 'wake-exceeds-gateway-timeout'),
    );
    const [, enough] = must(/to (\d+) s/.exec(given.fix) ?? undefined);
    const patient = { platform: { gatewayTimeoutSeconds: Number(enough) } };
    expect(codes(zero(undefined, patient))).not.toContain('wake-exceeds-gateway-timeout');
  });

  test('is told to people when the front door goes blind, and asked of the cluster', () => {
    const { alerts, requirements } = zero();
    const alert = must(alerts.find(({ name }) => name === 'front-door-blind'));
    expect(alert.expression).toBe(`absent(${query})`);
    expect(requirements.map(({ what }) => what).join()).toContain('a front door that holds');
    expect(chat().alerts.map(({ name }) => name)).not.toContain('front-door-blind');
  });
});

describe('scale to zero is refused', () => {
  const asked = (change: object) =>
    refusals({ ...chat70b, scaling: { scaleToZero: { query } }, ...change });

  test('with a pinned minimum', () => {
    const pins = [{ quantity: '/fleet/minReplicas', value: 1, because: 'x' }];
    expect(asked({ pins })).toMatchObject([{ path: '/pins/0/quantity' }]);
  });

  test('without kube-state-metrics', () => {
    expect(asked({ platform: { kubeStateMetrics: false } })).toMatchObject([
      { path: '/scaling/scaleToZero' },
    ]);
  });

  test('without a query, or with an idle time of seconds', () => {
    expect(asked({ scaling: { scaleToZero: {} } })).toMatchObject([
      { path: '/scaling/scaleToZero/query', fix: expect.stringContaining('sum(rate(') },
    ]);
    expect(asked({ scaling: { scaleToZero: { query, idleSeconds: 10 } } })).toMatchObject([
      { path: '/scaling/scaleToZero/idleSeconds' },
    ]);
  });
});
