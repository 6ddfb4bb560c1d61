import type { Expr } from '../promql/ast';
import { evaluate } from '../promql/evaluate';
import { mapSelectors } from '../promql/map-selectors';
import type { Answer } from '../promql/series';
import type { FleetState } from './fleet-state';
import type { ReplicaModel } from './replica-model';
import { isWithin, type Neighbour } from './scope';
import { type Source, seriesOf, sourceOf } from './series-of';

/** A query as this service alone would see it, ready to be asked of any state of the fleet. */
export interface PlayedQuery {
  readonly answerAt: (state: FleetState, neighbour?: Neighbour) => Answer;
}

/** Queries that have been played, as services of one template ask the same. */
export type Played = Map<string, PlayedQuery>;

/**
 * Labels of targets come from relabelling that no manifest shows, so matchers on them are taken to
 * mean this service. Nothing where a metric is not known: then the query cannot be played.
 */
export function playedQuery(
  query: Expr,
  model: ReplicaModel,
  ranks: number,
  known: Played,
): PlayedQuery | undefined {
  const { expr, sources } = aliased(query);
  const played = sources.flatMap((source) => source ?? []);
  if (played.length < sources.length) return undefined;
  const scopes = played.map(({ name, scope }) => [name, scope]);
  const key = JSON.stringify([expr, scopes, model, ranks], withoutPlaces);
  const answers = new Map<string, Answer>();
  const fresh: PlayedQuery = {
    answerAt: (state, neighbour) => {
      const at = `${Object.values(state).join()} ${neighbour?.in}`;
      const fleet = { model, ranks, neighbour };
      const answer =
        answers.get(at) ??
        evaluate(
          expr,
          played.flatMap((source, index) => seriesOf(source, alias(index), state, fleet)),
        );
      answers.set(at, answer);
      return answer;
    },
  };
  const same = known.get(key) ?? fresh;
  known.set(key, same);
  return same;
}

/** Its selectors under names of their own, with the matchers that pick among one pod's series. */
function aliased(query: Expr): { expr: Expr; sources: readonly (Source | undefined)[] } {
  const asked: string[] = [];
  const sources: (Source | undefined)[] = [];
  const expr = mapSelectors(query, (selector) => {
    const { name, matchers } = selector;
    const text = JSON.stringify([name, matchers], withoutPlaces);
    // Guards ask for the same series several times.
    if (!asked.includes(text)) {
      asked.push(text);
      sources.push(sourceOf(selector));
    }
    return { ...selector, name: alias(asked.indexOf(text)), matchers: matchers.filter(isWithin) };
  });
  return { expr, sources };
}

/** What a recording rule may not be called: no name of a query is one of these. */
function alias(index: number): string {
  return `selector ${index}`;
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'from' || key === 'to' ? undefined : value;
}
