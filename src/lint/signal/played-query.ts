import { knownName } from '../../engines/metric-registry';
import type { Expr, Selector } from '../promql/ast';
import { mapSelectors } from '../promql/map-selectors';
import type { Series } from '../promql/series';
import { clusterMetrics } from './cluster-metrics';
import type { FleetState } from './fleet-state';
import type { ReplicaModel } from './replica-model';
import { isWithin, type Neighbour } from './scope';
import { seriesOf } from './series-of';

/** A query as this service alone would see it, ready to be asked of any state of the fleet. */
export interface PlayedQuery {
  /** Its selectors under names of their own, with the matchers that pick among one pod's series. */
  readonly expr: Expr;
  readonly seriesAt: (state: FleetState, neighbour?: Neighbour) => readonly Series[];
}

/**
 * Labels of targets come from relabelling that no manifest shows, so matchers on them are taken to
 * mean this service. Nothing where a metric is not known: then the query cannot be played.
 */
export function playedQuery(
  query: Expr,
  model: ReplicaModel,
  ranks: number,
): PlayedQuery | undefined {
  const selectors: Selector[] = [];
  const expr = mapSelectors(query, (selector) => {
    selectors.push(selector);
    const matchers = selector.matchers.filter(isWithin);
    return { ...selector, name: alias(selectors.length - 1), matchers };
  });
  if (!selectors.every(isPlayed)) return undefined;
  return {
    expr,
    seriesAt: (state, neighbour) =>
      selectors.flatMap((selector, index) =>
        seriesOf(selector, state, { model, ranks, neighbour }).map((series) => ({
          ...series,
          name: alias(index),
        })),
      ),
  };
}

/** What a recording rule may not be called: no name of a query is one of these. */
function alias(index: number): string {
  return `selector ${index}`;
}

function isPlayed({ name }: Selector): boolean {
  if (name === undefined) return false;
  if (clusterMetrics.some((metric) => metric.name.test(name))) return true;
  const known = knownName(name);
  return known.kind === 'metric' && known.metric.signal !== undefined && !/_created$/.test(name);
}
