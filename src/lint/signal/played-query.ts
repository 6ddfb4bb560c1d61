import type { Expr, Selector } from '../promql/ast';
import { mapSelectors } from '../promql/map-selectors';
import type { Series } from '../promql/series';
import type { FleetState } from './fleet-state';
import type { ReplicaModel } from './replica-model';
import { isWithin, type Neighbour } from './scope';
import { type Source, seriesOf, sourceOf } from './series-of';

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
  const sources = new Map<string, Source | undefined>();
  const expr = mapSelectors(query, (selector) => {
    // Guards ask for the same series several times.
    const name = alias(selector);
    if (!sources.has(name)) sources.set(name, sourceOf(selector));
    return { ...selector, name, matchers: selector.matchers.filter(isWithin) };
  });
  const played = [...sources].flatMap(([as, source]) => (source ? [{ as, source }] : []));
  if (played.length < sources.size) return undefined;
  return {
    expr,
    seriesAt: (state, neighbour) =>
      played.flatMap(({ as, source }) => seriesOf(source, as, state, { model, ranks, neighbour })),
  };
}

/** What a recording rule may not be called: no name of a query is one of these. */
function alias({ name, matchers }: Selector): string {
  return JSON.stringify([name, ...matchers.map(({ label, op, value }) => [label, op, value])]);
}
