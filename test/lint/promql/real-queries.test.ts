import { readFileSync } from 'node:fs';
import type { Series } from '../../../src/lint/promql/series';
import { answer } from './played';

interface Fleet {
  readonly ready?: number;
  readonly loading?: number;
  readonly unscraped?: number;
  readonly running?: number;
  readonly waiting?: number;
  readonly hasKubeStateMetrics?: boolean;
}

/** As measured on a real Prometheus: ten pods, another four in another namespace. */
function fleet({
  ready = 10,
  loading = 0,
  unscraped = 0,
  running = 40,
  waiting = 5,
  hasKubeStateMetrics = true,
}: Fleet = {}): Series[] {
  const pods = Array.from({ length: ready }, (_, index) => `chat-${index}`);
  const asleep = Array.from({ length: loading }, (_, index) => `chat-${ready + index}`);
  const readiness = [...pods, ...asleep].flatMap((pod) =>
    ['true', 'false'].map((condition) => {
      const value = Number(pods.includes(pod) === (condition === 'true'));
      return gauge('kube_pod_status_ready', { namespace: 'serving', pod, condition }, value);
    }),
  );
  const staging = Array.from({ length: 4 }, (_, index) => `chat-${index}`);
  return [
    ...pods.slice(unscraped).flatMap((pod) => engine('serving', pod, running, waiting)),
    ...staging.flatMap((pod) => engine('staging', pod, 7, 0)),
    ...(hasKubeStateMetrics ? readiness : []),
  ];
}

function engine(namespace: string, pod: string, running: number, waiting: number): Series[] {
  const labels = { namespace, service: 'chat', pod, engine: '0', model_name: 'llama' };
  const buckets = ['1', '2', '+Inf'].map((le) => ({
    name: 'vllm:time_to_first_token_seconds_bucket',
    labels: { ...labels, le },
    value: 100,
    ratePerSecond: running === 0 ? 0 : Number(le !== '1'),
  }));
  return [
    gauge('vllm:num_requests_running', labels, running),
    gauge('vllm:num_requests_waiting', labels, waiting),
    gauge('vllm:kv_cache_usage_perc', labels, running / 50),
    ...buckets,
  ];
}

function gauge(name: string, labels: Series['labels'], value: number): Series {
  return { name, labels, value, ratePerSecond: 0 };
}

const S = '{namespace="serving",service="chat"}';
const READY = 'kube_pod_status_ready{namespace="serving",pod=~"chat-.*",condition="true"}';
const GUARD = `(count(vllm:num_requests_running${S}) >= 0.9 * sum(${READY}))`;
const IN_FLIGHT = `sum(vllm:num_requests_running${S} + vllm:num_requests_waiting${S})`;
const RESCALED = `${IN_FLIGHT} * (sum(${READY}) / count(vllm:num_requests_running${S})) and ${GUARD}`;
const RAW_P95 = `histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket${S}[20s])))`;
const P95 = `((${RAW_P95} >= 0) or 0 * sum(vllm:num_requests_running${S})) and ${GUARD}`;

const example = readFileSync('examples/chat-70b/expected/chat-70b.k8s.yaml', 'utf8');
const [, OURS] = /^ +query: (.*num_requests_running.*)$/m.exec(example) ?? [];

describe('the guarded queries answer as on a real Prometheus', () => {
  const blind = { unscraped: 10 };
  const halfBlind = { unscraped: 5 };
  test.each<[string, Fleet, (number | string)[]]>([
    // in flight, rescaled, ours, p95, raw p95, raw sum of running
    ['normal', {}, [450, 450, 450, 1.95, 1.95, 400]],
    ['idle', { running: 0, waiting: 0 }, [0, 0, 0, 0, 'NaN', 0]],
    ['blind', blind, ['empty', 'empty', 'empty', 'empty', 'empty', 'empty']],
    ['half blind', halfBlind, ['empty', 'empty', 'empty', 'empty', 1.95, 200]],
    ['two of ten blind', { unscraped: 2 }, ['empty', 'empty', 'empty', 'empty', 1.95, 320]],
    ['one of ten blind', { unscraped: 1 }, [405, 450, 450, 1.95, 1.95, 360]],
    ['two of ten loading', { ready: 8, loading: 2 }, [360, 360, 360, 1.95, 1.95, 320]],
    ['all loading', { ready: 0, loading: 10 }, Array(6).fill('empty')],
    ['no pods', { ready: 0 }, Array(6).fill('empty')],
    [
      'kube-state-metrics down',
      { hasKubeStateMetrics: false },
      ['empty', 'empty', 'empty', 'empty', 1.95, 400],
    ],
    // A backlog of 50 a pod asks for no more than two replicas' worth of 106.
    ['backlog', { waiting: 50 }, [900, 900, 612, 1.95, 1.95, 400]],
  ])('%s', (_situation, state, expected) => {
    const running = `sum(vllm:num_requests_running${S})`;
    const queries = [`${IN_FLIGHT} and ${GUARD}`, RESCALED, OURS, P95, RAW_P95, running];
    const series = fleet(state);
    const answers = queries.map((query) => {
      const lines = answer(query, series);
      if (!Array.isArray(lines)) return lines;
      const [line = 'empty'] = lines.map((one) => one.replace('{} ', ''));
      return line === 'NaN' || line === 'empty' ? line : Number(Number(line).toFixed(6));
    });
    expect(answers).toEqual(expected);
  });
});

describe('queries of the field', () => {
  const series = fleet({ ready: 3, running: 40, waiting: 5 });
  test.each([
    ['sum(vllm:num_requests_running + vllm:num_requests_waiting)', ['{} 163']],
    ['avg(vllm:kv_cache_usage_perc{namespace="serving"})', ['{} 0.8']],
    ['avg(vllm:kv_cache_usage_perc{namespace="serving"}) * 100', ['{} 80']],
    ['sum(vllm:num_requests_waiting) by (model_name)', ['{model_name="llama"} 15']],
    [
      'sum by (namespace) (vllm:num_requests_waiting)',
      ['{namespace="serving"} 15', '{namespace="staging"} 0'],
    ],
    ['max(rate(vllm:num_requests_waiting[1m]))', ['{} 0']],
    [
      'sum(increase(vllm:time_to_first_token_seconds_bucket{namespace="serving",le="+Inf"}[1m]))',
      ['{} 180'],
    ],
    ['sum(vllm:num_requests_waiting) / count(up{job="vllm"})', []],
    ['sum(vllm:gpu_cache_usage_perc) or vector(0)', ['{} 0']],
    ['sum(rate(vllm:request_success_total[2m])) / sum(rate(vllm:request_success_total[2m]))', []],
    [
      'sum(vllm:num_requests_running{namespace="serving"}) / sum(vllm:num_requests_waiting{namespace="staging"})',
      ['{} Infinity'],
    ],
  ])('%s', (query, expected) => expect(answer(query, series)).toEqual(expected));
});
