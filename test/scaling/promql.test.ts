import * as fc from 'fast-check';
import type { PlanAnswer } from '../../src/capacity/answer';
import { inFlightQuery, servingPods, zeroWithoutPods } from '../../src/scaling/promql';
import { chat, must } from '../plan/requests';
import { expressions, promqlErrors } from './promql-errors';

const allSignals = { signals: ['queue', 'kv-usage', 'time-to-first-token'] as const };
const everything = { ...allSignals, forecast: {} };

test('the parser sees what is not PromQL', () => {
  expect(promqlErrors('sum(up{a="b"})')).toEqual([]);
  expect(promqlErrors('sum(up{a="b")')).not.toEqual([]);
});

test('every query and alert is PromQL, whatever the names and matchers', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const matchers = fc.dictionary(fc.stringMatching(/^[a-z_]{1,10}$/), fc.string(), { maxKeys: 3 });
  fc.assert(
    fc.property(
      label,
      fc.string({ minLength: 1 }),
      matchers,
      fc.boolean(),
      (namespace, name, metricsMatchers, kubeStateMetrics) => {
        const platform = { metricsMatchers, kubeStateMetrics };
        const scaleToZero = kubeStateMetrics ? { query: 'sum(rate(a[1m]))' } : undefined;
        const scaling = { ...everything, scaleToZero };
        const all = expressions(chat({ namespace, name, platform, scaling }));
        expect(all.length).toBeGreaterThan(9);
        expect(all.flatMap(promqlErrors)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

const own = 'namespace="serving",service="chat"';
const scope = {
  namespace: 'serving',
  service: 'chat',
  matchers: {},
  engineVersion: '0.32.0',
  podPattern: 'chat-[0-9]+',
  kubeStateMetrics: true,
  readyMetric: 'kube_pod_status_ready' as const,
};

/** Requests that a backlog may count for: the growth of the plan. */
function cap({ replica, fleet, scaling }: PlanAnswer): number {
  const growth = must(scaling).behavior.scaleUp.policies[0].value;
  expect(must(fleet).maxReplicas - must(fleet).gpusAtPeak / 8).toBe(growth);
  return growth * must(replica).inFlightScaleTarget;
}

describe('at zero', () => {
  const readyPods =
    'sum(max by (pod) (kube_pod_status_ready{namespace="serving",condition="true",pod=~"chat-[0-9]+"}))';

  test('a query reads 0 without Ready pods, as long as kube-state-metrics answers', () => {
    expect(zeroWithoutPods(scope, 'a')).toBe(
      `(a) or ((vector(0) unless (${readyPods} > 0)) and (count(kube_pod_status_ready{}) > 0))`,
    );
    const shared = { ...scope, matchers: { cluster: 'prod-1' } };
    expect(zeroWithoutPods(shared, 'a')).toContain(
      '(count(kube_pod_status_ready{cluster="prod-1"}) > 0)',
    );
  });

  test('every trigger that reads the engine does, and none of a service that keeps a replica', () => {
    const scaleToZero = { query: 'sum(rate(a[1m]))' };
    const { signals } = must(chat({ scaling: { ...allSignals, scaleToZero } }).scaling);
    const usual = must(chat({ scaling: allSignals }).scaling).signals;
    expect(signals.slice(0, 4).map(({ query }) => query)).toEqual(
      usual.map(({ query }) => zeroWithoutPods(scope, query)),
    );
  });
});

test('managed backends tell Ready pods by the metric that they keep', () => {
  const query = inFlightQuery({ ...scope, readyMetric: 'kube_pod_container_status_ready' }, 9);
  expect(query).toContain(
    'sum(max by (pod) (kube_pod_container_status_ready{namespace="serving",container="vllm",pod=~"chat-[0-9]+"}))',
  );
  const azure = chat({ platform: { metricsBackend: 'azure' } });
  expect(must(azure.scaling).signals[0].query).toContain('kube_pod_container_status_ready');
});

test('a backlog counts for what the growth of the plan may run', () => {
  const { query, threshold } = must(chat().scaling).signals[0];
  expect(query).toBe(inFlightQuery(scope, cap(chat())));
  expect(threshold).toBe(must(chat().replica).inFlightScaleTarget);
});

test('requests in flight: running and a capped backlog, scaled up to all Ready pods, empty when blind', () => {
  const ready =
    'sum(max by (pod) (kube_pod_status_ready{namespace="serving",condition="true",pod=~"chat-[0-9]+"}))';
  const scraped = `count(count by (pod) (vllm:num_requests_running{${own}}))`;
  const running = `sum(vllm:num_requests_running{${own}})`;
  const waiting = `clamp_max(sum(vllm:num_requests_waiting{${own}}), 148)`;
  expect(inFlightQuery(scope, 148)).toBe(
    `((${running} + ${waiting}) * clamp_min(${ready} / ${scraped}, 1)) and (${scraped} >= 0.9 * ${ready})`,
  );
});

test('without kube-state-metrics nothing guards the query, and the plan warns', () => {
  const { scaling, warnings, requirements } = chat({ platform: { kubeStateMetrics: false } });
  const { query } = must(scaling).signals[0];
  expect(query).toBe(
    `sum(vllm:num_requests_running{${own}}) + clamp_max(sum(vllm:num_requests_waiting{${own}}), ${cap(chat())})`,
  );
  expect(warnings.map(({ code }) => code)).toContain('unguarded-queries');
  expect(requirements.some(({ what }) => what.startsWith('kube-state-metrics'))).toBe(false);
  expect(chat().warnings.map(({ code }) => code)).not.toContain('unguarded-queries');
  expect(chat().requirements.some(({ what }) => what.startsWith('kube-state-metrics'))).toBe(true);
});

test('every selector carries the matchers of a shared backend, and all but KEDA’s own the namespace', () => {
  const platform = { metricsMatchers: { cluster: 'prod-1' } };
  for (const expression of expressions(chat({ platform, scaling: everything }))) {
    if (expression === 'absent(keda_build_info{cluster="prod-1"})') continue;
    const selectors = expression.match(/\{[^}]*\}/g) ?? [];
    expect(selectors.length).toBeGreaterThan(0);
    for (const selector of selectors)
      expect(selector).toMatch(/^\{cluster="prod-1",namespace="serving",/);
  }
});

describe('the pods that serve', () => {
  test('are leaders by their number, or what a Deployment names', () => {
    expect(servingPods('chat', 'leader-worker-set')).toBe('chat-[0-9]+');
    const hash = '[bcdfghjklmnpqrstvwxz2456789]';
    expect(servingPods('chat', 'deployment')).toBe(`chat-${hash}{1,10}-${hash}{5}`);
  });

  test.each([
    ['leader-worker-set', 'chat-0', true],
    ['leader-worker-set', 'chat-12', true],
    ['leader-worker-set', 'chat-0-1', false],
    ['leader-worker-set', 'other-chat-0', false],
    ['deployment', 'chat-7d9c5b8f4-x2v9k', true],
    ['deployment', 'chat-canary-7d9c5b8f4-x2v9k', false],
    ['deployment', 'chat-batch-abide', false],
  ])('of a %s: is %s one? %s', (workload, pod, expected) => {
    // A matcher of PromQL is anchored at both ends.
    expect(new RegExp(`^(?:${servingPods('chat', workload)})$`).test(pod)).toBe(expected);
  });

  test('are matched by their name and not by a pattern in it', () => {
    const pattern = new RegExp(`^(?:${servingPods('v1.5', 'leader-worker-set')})$`);
    expect([pattern.test('v1.5-0'), pattern.test('v1x5-0')]).toEqual([true, false]);
  });

  test('follow the workload into the query', () => {
    const { query } = must(chat({ workload: 'deployment' }).scaling).signals[0];
    expect(query).toContain(`pod=~"${servingPods('chat', 'deployment')}"`);
  });
});

describe('opt-in triggers', () => {
  const signals = must(chat({ scaling: allSignals }).scaling).signals;

  test('stand beside the driver, totals averaged over replicas and ratios taken as they are', () => {
    expect(signals.map(({ name, kind, metricType }) => [name, kind, metricType])).toEqual([
      ['in-flight', 'total', 'AverageValue'],
      ['queue', 'total', 'AverageValue'],
      ['kv-usage', 'intensive', 'Value'],
      ['time-to-first-token', 'intensive', 'Value'],
    ]);
  });

  test('are capped at the growth of the plan', () => {
    // Seven replicas at the peak and two of growth: a ratio may exceed its threshold by 2/7.
    const [, queue, kv, ttft] = signals;
    expect(queue.query).toContain(`, ${queue.threshold * 9}))`);
    // Rounded up to thousandths.
    const capOf = (threshold: number) => Math.ceil(1000 * threshold * (1 + 2 / 7)) / 1000;
    expect(kv.query).toContain(`, ${capOf(kv.threshold)}))`);
    expect(ttft.query).toContain(`, ${capOf(0.25)}))`);
  });

  test('read a latency as 0 when nothing runs, where the histogram alone is NaN', () => {
    const latency = `histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket{${own}}[120s])))`;
    expect(signals[3].query).toContain(
      `(${latency} >= 0) or 0 * sum(vllm:num_requests_running{${own}})`,
    );
    expect(signals[3].threshold).toBe(0.25);
  });

  test('count the ranks of a replica in the queue', () => {
    const at = (data: number) => {
      const plan = chat({ parallelism: { tensor: 4, data }, scaling: allSignals });
      const alert = must(plan.alerts.find(({ name }) => name === 'queue'));
      return [must(plan.scaling).signals[1].threshold, alert.critical];
    };
    const [[total, rank], [totalOfTwo, rankOfTwo]] = [at(1), at(2)];
    expect(total).toBe(rank);
    expect(totalOfTwo).toBe(2 * rankOfTwo);
  });
});

test('an older engine is asked under its own names', () => {
  const plan = chat({ engine: { version: '0.8.5' }, scaling: { signals: ['kv-usage'] } });
  expect(must(plan.scaling).signals[1].query).toContain('vllm:gpu_cache_usage_perc{');
  const alert = must(plan.alerts.find(({ name }) => name === 'time-per-output-token'));
  expect(alert.expression).toContain('vllm:time_per_output_token_seconds_bucket{');
});
