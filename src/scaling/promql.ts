import { type EngineMetric, type EngineSignal, engineMetric } from '../engines/vllm/metrics';

/** Which series belong to a service and how its pods are called. */
export interface SeriesScope {
  readonly namespace: string;
  readonly service: string;
  /** Matchers of a backend shared by several clusters. */
  readonly matchers: Readonly<Record<string, string>>;
  readonly engineVersion: string;
  /** Regular expression of the names of the pods that serve. */
  readonly podPattern: string;
  readonly kubeStateMetrics: boolean;
  /** Series that says which pods are Ready, one a pod. */
  readonly readyMetric: ReadyMetric;
}

/** The default keep lists of Google's and Azure's managed backends drop the metric of pods. */
export type ReadyMetric = 'kube_pod_status_ready' | 'kube_pod_container_status_ready';

/** Below this share of scraped pods a sum says nothing about the service. */
const COVERAGE = 0.9;

/** Name of the container that serves. */
export const CONTAINER = 'vllm';

/** Letters of pod hashes: no vowels, so that a Job called `chat-batch` is nobody's pod. */
const HASH = 'bcdfghjklmnpqrstvwxz2456789';

/** Names of the pods that answer requests, by workload kind. */
export function servingPods(service: string, workload: string): string {
  const name = service.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return workload === 'deployment' ? `${name}-[${HASH}]{1,10}-[${HASH}]{5}` : `${name}-[0-9]+`;
}

/** The metric that this version carries a signal in. */
export function exposed({ engineVersion }: SeriesScope, signal: EngineSignal): EngineMetric {
  const metric = engineMetric(signal, engineVersion);
  if (!metric) throw new Error(`vLLM ${engineVersion} exposes no metric for ${signal}`);
  return metric;
}

/** `name{namespace="…",service="…"}`, with the shared backend's matchers. */
export function series(scope: SeriesScope, signal: EngineSignal, suffix = ''): string {
  const { name } = exposed(scope, signal);
  return `${name}${suffix}{${selector(scope, { service: scope.service })}}`;
}

/** A series that a recording rule keeps for this service. */
export function recorded(scope: SeriesScope, name: string): string {
  return `${name}{${selector(scope, { service: scope.service })}}`;
}

/** A series of the whole cluster, such as KEDA's own. */
export function clusterSeries({ matchers }: SeriesScope, name: string): string {
  return `${name}{${matching(matchers)}}`;
}

function selector(scope: SeriesScope, own: Readonly<Record<string, string>>): string {
  return matching({ ...scope.matchers, namespace: scope.namespace, ...own });
}

function matching(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',');
}

/** Pods that the kubelet calls Ready, whether or not they are scraped. */
export function readyPods(scope: SeriesScope): string {
  const ofPod = scope.readyMetric === 'kube_pod_status_ready';
  const labels = selector(scope, ofPod ? { condition: 'true' } : { container: CONTAINER });
  const pods = `${scope.readyMetric}{${labels},pod=~${JSON.stringify(scope.podPattern)}}`;
  // By pod, since kube-state-metrics may run twice: every pod would count twice.
  return `sum(max by (pod) (${pods}))`;
}

/** What tells of pods before they have a node; readiness appears with the kubelet only. */
export const PHASE_METRIC = 'kube_pod_status_phase';

/** Pods of the service that hold a GPU or wait for one, workers of groups included. */
export function everyPod(scope: SeriesScope): string {
  const pattern = JSON.stringify(`${scope.podPattern}(-[0-9]+)?`);
  const pods = `${PHASE_METRIC}{${selector(scope, {})},phase=~"Pending|Running",pod=~${pattern}}`;
  return `count(max by (pod) (${pods}) == 1)`;
}

/** Whether kube-state-metrics answers at all: without pods there is no series of any. */
export function answers(scope: SeriesScope, metric: string): string {
  return `(count(${clusterSeries(scope, metric)}) > 0)`;
}

/** Pods whose engine answered the last scrape; a data-parallel pod has one series a rank. */
export function scrapedPods(scope: SeriesScope): string {
  return `count(count by (pod) (${series(scope, 'running')}))`;
}

/** `up` counts loading pods, which refuse connections, as lost: Ready pods are the measure. */
function guard(scope: SeriesScope): string {
  return `(${scrapedPods(scope)} >= ${COVERAGE} * ${readyPods(scope)})`;
}

/** Empty instead of wrong where too few of the Ready pods are scraped. */
export function guarded(scope: SeriesScope, query: string): string {
  return scope.kubeStateMetrics ? `(${query}) and ${guard(scope)}` : query;
}

/** A total over scraped pods, scaled up to all Ready pods; never scaled down. */
export function rescaled(scope: SeriesScope, total: string): string {
  if (!scope.kubeStateMetrics) return total;
  return `(${total}) * clamp_min(${readyPods(scope)} / ${scrapedPods(scope)}, 1)`;
}

/**
 * A query that reads 0, and not nothing, while no pod is Ready: without pods there is no series,
 * and a trigger that fails would keep KEDA from the step to zero. Only where kube-state-metrics
 * answers at all, or its outage would look like an idle service.
 */
export function zeroWithoutPods(scope: SeriesScope, query: string): string {
  const told = answers(scope, scope.readyMetric);
  return `(${query}) or ((vector(0) unless (${readyPods(scope)} > 0)) and ${told})`;
}

/** Running plus waiting, the waiting capped so that a backlog asks for `maxWaiting` at most. */
export function inFlightQuery(scope: SeriesScope, maxWaiting: number): string {
  const running = `sum(${series(scope, 'running')})`;
  const waiting = `clamp_max(sum(${series(scope, 'waiting')}), ${maxWaiting})`;
  return guarded(scope, rescaled(scope, `${running} + ${waiting}`));
}

/** Waiting requests alone, capped. */
export function queueQuery(scope: SeriesScope, maxWaiting: number): string {
  return guarded(scope, `clamp_max(sum(${series(scope, 'waiting')}), ${maxWaiting})`);
}

/** Mean KV cache usage, 0 … 1, capped. */
export function kvUsageQuery(scope: SeriesScope, cap: number): string {
  return guarded(scope, `clamp_max(avg(${series(scope, 'kvCacheUsage')}), ${cap})`);
}
