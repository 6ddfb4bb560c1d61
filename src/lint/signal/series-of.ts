import type { ForeignMetric } from '../../engines/foreign-metric';
import { knownName } from '../../engines/metric-registry';
import type { Selector } from '../promql/ast';
import type { Series } from '../promql/series';
import { type ClusterMetric, clusterMetrics } from './cluster-metrics';
import type { FleetState } from './fleet-state';
import type { ReplicaModel } from './replica-model';
import { type Neighbour, type Scope, scopeOf } from './scope';
import { type Reading, readingOf } from './series-values';

interface Fleet {
  readonly model: ReplicaModel;
  /** Engines behind one pod, each with series of its own. */
  readonly ranks: number;
  readonly neighbour?: Neighbour;
}

type Labels = Readonly<Record<string, string>>;

const OWN = { namespace: 'own', service: 'own', job: 'own', model_name: 'own' };
const OTHER = { ...OWN, service: 'other', job: 'other', model_name: 'other' };

/** Where the series of a selector come from. */
export interface Source {
  readonly name: string;
  readonly scope: Scope;
  readonly metric: ForeignMetric | ClusterMetric;
}

/** Nothing where the metric of a selector is not played. */
export function sourceOf(selector: Selector): Source | undefined {
  const { name } = selector;
  if (name === undefined || /_created$/.test(name)) return undefined;
  const scope = scopeOf(selector);
  const cluster = clusterMetrics.find((metric) => metric.name.test(name));
  if (cluster) return { name, scope, metric: cluster };
  const known = knownName(name);
  const isPlayed = known.kind === 'metric' && known.metric.signal !== undefined;
  return isPlayed ? { name, scope, metric: known.metric } : undefined;
}

/** All its series in a state of the fleet, under another name. */
export function seriesOf(source: Source, as: string, state: FleetState, fleet: Fleet): Series[] {
  const { scope } = source;
  const { neighbour } = fleet;
  const sees = neighbour && (scope === 'cluster' || scope === neighbour.in);
  const own = ofService(source, as, state, fleet, OWN);
  return sees ? [...own, ...ofService(source, as, busier(state), fleet, OTHER)] : own;
}

/** Somebody else's day is another one, so that a mean or a maximum over both is not that of one. */
function busier(state: FleetState): FleetState {
  return {
    ...state,
    running: 3 * state.running,
    waiting: 3 * state.waiting,
    requestsPerSecond: 3 * state.requestsPerSecond,
    kvCacheUsage: Math.min(1, 3 * state.kvCacheUsage),
    timeToFirstTokenSeconds: 3 * state.timeToFirstTokenSeconds,
    queueSeconds: 3 * state.queueSeconds,
    timePerOutputTokenSeconds: 3 * state.timePerOutputTokenSeconds,
  };
}

function ofService(
  { name, metric }: Source,
  as: string,
  state: FleetState,
  { model, ranks }: Fleet,
  target: Labels,
): Series[] {
  if ('scope' in metric) return ofCluster(as, metric, state, target);
  const reading = readingOf(metric, state, model);
  if (!reading) return [];
  const count = state.readyReplicas - state.unscraped;
  return Array.from({ length: ranks }, (_, rank) =>
    podsOf(count, { ...target, engine: String(rank) }).flatMap((labels) =>
      readingSeries(name, as, reading, labels, ranks),
    ),
  ).flat();
}

/** Labels of pods by those of their service: thousands of questions are about the same pods. */
const pods = new Map<string, Labels[]>();

function podsOf(count: number, target: Labels): readonly Labels[] {
  const key = Object.values(target).join();
  const known = pods.get(key) ?? [];
  pods.set(key, known);
  for (let index = known.length; index < count; index++) {
    const pod = `${target.service}-${index}`;
    known.push({ ...target, pod, instance: pod, node: `node-${index}` });
  }
  return known.slice(0, Math.max(0, count));
}

function ofCluster(
  as: string,
  { scope, isOfPool, isOfScrape, labels, value }: ClusterMetric,
  state: FleetState,
  target: Labels,
): Series[] {
  const { readyReplicas, unscraped } = state;
  if (isOfPool && unscraped > 0 && unscraped >= readyReplicas) return [];
  const count = readyReplicas + (scope === 'every-pod' ? state.loadingReplicas : 0);
  const all = { ...target, ...labels };
  const targets = scope === 'workload' ? [all] : podsOf(count, all);
  const one = { name: as, value: value(state), ratePerSecond: 0 };
  const scraped = readyReplicas - unscraped;
  return targets.map((labels, index) => {
    return { ...one, labels, ...(isOfScrape && index >= scraped && { value: 0 }) };
  });
}

/** A share of a pod's reading for each of its ranks; a ratio or a latency is that of each. */
function readingSeries(
  name: string,
  as: string,
  reading: Reading,
  labels: Labels,
  ranks: number,
): Series[] {
  if (reading.kind === 'gauge') {
    const isRatio = /usage|utilization/.test(name);
    const value = isRatio ? reading.value : reading.value / ranks;
    const series = { name: as, labels, value, ratePerSecond: 0 };
    return name.endsWith('_by_reason') ? byReason(series) : [series];
  }
  if (reading.kind === 'counter') return [counted(as, labels, reading.ratePerSecond / ranks)];
  const { observation, buckets } = reading;
  const rate = reading.ratePerSecond / ranks;
  if (name.endsWith('_sum')) return [counted(as, labels, rate * observation)];
  if (name.endsWith('_count')) return [counted(as, labels, rate)];
  if (!name.endsWith('_bucket')) return [];
  return [...buckets, Number.POSITIVE_INFINITY].map((edge) => {
    const le = edge === Number.POSITIVE_INFINITY ? '+Inf' : String(edge);
    return counted(as, { ...labels, le }, observation <= edge ? rate : 0);
  });
}

/** As after an hour at this rate. */
function counted(name: string, labels: Labels, ratePerSecond: number): Series {
  return { name, labels, value: 3600 * ratePerSecond, ratePerSecond };
}

function byReason(series: Series): Series[] {
  const of = (reason: string, value: number): Series => {
    return { ...series, value, labels: { ...series.labels, reason } };
  };
  return [of('capacity', series.value), of('deferred', 0)];
}
