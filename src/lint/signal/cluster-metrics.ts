import type { FleetState } from './fleet-state';

/** What others than the engine say of a fleet: a number for each of its pods, or one for it all. */
export interface ClusterMetric {
  readonly name: RegExp;
  readonly scope: 'ready-pod' | 'every-pod' | 'workload';
  /** Lost with the scrapes of the serving stack, unlike what kube-state-metrics tells. */
  readonly isOfPool?: boolean;
  /** 1 of what Prometheus scrapes, and 0 of what it cannot, pods that load among it. */
  readonly isOfScrape?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: (state: FleetState) => number;
}

const ready = ({ readyReplicas }: FleetState): number => readyReplicas;
const all = ({ readyReplicas, loadingReplicas }: FleetState): number =>
  readyReplicas + loadingReplicas;
const one = (): number => 1;

const pool = (name: RegExp, value: ClusterMetric['value']): ClusterMetric => {
  return { name, scope: 'workload', isOfPool: true, value };
};

/** kube-state-metrics, `up` and the utilisation of GPUs, which any request drives to the top. */
export const clusterMetrics: readonly ClusterMetric[] = [
  {
    name: /^kube_pod_status_ready$/,
    scope: 'ready-pod',
    labels: { condition: 'true' },
    value: one,
  },
  { name: /^kube_pod_container_status_ready$/, scope: 'ready-pod', value: one },
  { name: /^up$/, scope: 'every-pod', isOfScrape: true, value: one },
  {
    name: /^kube_pod_status_phase$/,
    scope: 'every-pod',
    labels: { phase: 'Running' },
    value: one,
  },
  { name: /^kube_pod_info$/, scope: 'every-pod', value: one },
  {
    name: /^kube_(deployment|statefulset|leaderworkerset)_status_(replicas_(available|ready|updated)|ready_replicas)$/,
    scope: 'workload',
    value: ready,
  },
  {
    name: /^kube_(deployment_(spec|status)_replicas|statefulset_(replicas|status_replicas))$/,
    scope: 'workload',
    value: all,
  },
  {
    name: /^DCGM_FI_(DEV_GPU_UTIL|PROF_GR_ENGINE_ACTIVE)$/,
    scope: 'ready-pod',
    value: ({ running }) => (running > 0 ? 95 : 0),
  },
  // The endpoint picker of kubernetes-sigs/gateway-api-inference-extension and of llm-d.
  pool(/^inference_pool_average_kv_cache_utilization$/, ({ kvCacheUsage }) => kvCacheUsage),
  pool(/^inference_pool_average_queue_size$/, ({ waiting }) => waiting),
  pool(/^(inference_extension|llm_d_epp)_flow_control_pool_saturation$/, saturation),
  pool(
    /^(inference_extension|llm_d_epp)_flow_control_queue_size$/,
    ({ waiting, readyReplicas }) => waiting * readyReplicas,
  ),
  pool(
    /^(inference_objective_running_requests|llm_d_epp_request_running)$/,
    ({ running, readyReplicas }) => running * readyReplicas,
  ),
];

/** 1 where a pool is as busy as it may be; above it by as much as waits. */
function saturation({ kvCacheUsage, waiting }: FleetState): number {
  return kvCacheUsage + (waiting > 0 ? 1 : 0);
}
