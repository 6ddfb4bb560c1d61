import { knownName } from '../../engines/metric-registry';
import type { Selector } from '../promql/ast';
import type { Series } from '../promql/series';
import { type ClusterMetric, clusterMetrics } from './cluster-metrics';
import type { FleetState } from './fleet-state';
import type { ReplicaModel } from './replica-model';
import { type Neighbour, scopeOf } from './scope';
import { type Reading, readingOf } from './series-values';

interface Fleet {
  readonly model: ReplicaModel;
  /** Engines behind one pod, each with series of its own. */
  readonly ranks: number;
  readonly neighbour?: Neighbour;
}

type Labels = Readonly<Record<string, string>>;

/** All series that a selector takes in a state of the fleet. */
export function seriesOf(selector: Selector, state: FleetState, fleet: Fleet): Series[] {
  const own = { namespace: 'own', service: 'own', job: 'own', model_name: 'own' };
  const other = { ...own, service: 'other', job: 'other', model_name: 'other' };
  const scope = scopeOf(selector);
  const { neighbour } = fleet;
  const sees = neighbour && (scope === 'cluster' || scope === neighbour.in);
  return [
    ...ofService(selector, state, fleet, own),
    ...(sees ? ofService(selector, state, fleet, other) : []),
  ];
}

function ofService(
  { name = '' }: Selector,
  state: FleetState,
  { model, ranks }: Fleet,
  target: Labels,
): Series[] {
  const cluster = clusterMetrics.find((metric) => metric.name.test(name));
  if (cluster) return ofCluster(name, cluster, state, target);
  const known = knownName(name);
  const reading = known.kind === 'metric' ? readingOf(known.metric, state, model) : undefined;
  if (!reading) return [];
  const pods = podsOf(state.readyReplicas - state.unscraped, target);
  return pods.flatMap((pod) =>
    Array.from({ length: ranks }, (_, rank) => ({ ...pod, engine: String(rank) })).flatMap(
      (labels) => readingSeries(name, reading, labels, ranks),
    ),
  );
}

function podsOf(count: number, target: Labels): Labels[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({
    ...target,
    pod: `${target.service}-${index}`,
    instance: `${target.service}-${index}`,
    node: `node-${index}`,
  }));
}

function ofCluster(
  name: string,
  { scope, isOfPool, labels, value }: ClusterMetric,
  state: FleetState,
  target: Labels,
): Series[] {
  const { readyReplicas, unscraped } = state;
  if (isOfPool && unscraped > 0 && unscraped >= readyReplicas) return [];
  const count = readyReplicas + (scope === 'every-pod' ? state.loadingReplicas : 0);
  const targets = scope === 'workload' ? [target] : podsOf(count, target);
  return targets.map((one) => ({
    name,
    labels: { ...one, ...labels },
    value: value(state),
    ratePerSecond: 0,
  }));
}

/** A share of a pod's reading for each of its ranks; a ratio or a latency is that of each. */
function readingSeries(name: string, reading: Reading, labels: Labels, ranks: number): Series[] {
  const isRatio = /usage|utilization/.test(name);
  if (reading.kind === 'gauge') {
    const value = isRatio ? reading.value : reading.value / ranks;
    return byReason(name, { name, labels, value, ratePerSecond: 0 });
  }
  if (reading.kind === 'counter') return [counted(name, labels, reading.ratePerSecond / ranks)];
  const { observation, buckets } = reading;
  const rate = reading.ratePerSecond / ranks;
  if (name.endsWith('_sum')) return [counted(name, labels, rate * observation)];
  if (name.endsWith('_count')) return [counted(name, labels, rate)];
  if (!name.endsWith('_bucket')) return [];
  return [...buckets, Number.POSITIVE_INFINITY].map((edge) => {
    const le = edge === Number.POSITIVE_INFINITY ? '+Inf' : String(edge);
    return counted(name, { ...labels, le }, observation <= edge ? rate : 0);
  });
}

/** As after an hour at this rate. */
function counted(name: string, labels: Labels, ratePerSecond: number): Series {
  return { name, labels, value: 3600 * ratePerSecond, ratePerSecond };
}

function byReason(name: string, series: Series): Series[] {
  if (!name.endsWith('_by_reason')) return [series];
  const of = (reason: string, value: number): Series => {
    return { ...series, value, labels: { ...series.labels, reason } };
  };
  return [of('capacity', series.value), of('deferred', 0)];
}
