import type { RelaxedLimit } from './answer';
import type { Candidate } from './candidate';
import type { Load, ReplicaRates } from './load';

/** A factor that people try: half the promise, or twice the memory. */
const FACTOR = 2;

/** What twice as much of the limit that binds would buy; any other buys nothing by itself. */
export function relaxedLimit(
  candidate: Candidate,
  load: Load,
  { limit, slots, under }: ReplicaRates,
): RelaxedLimit {
  const { bindingConstraint: constraint } = limit;
  const stands: Readonly<Record<string, number>> = {
    timeToFirstToken: load.objectives.timeToFirstTokenP95Ms,
    timePerOutputToken: load.objectives.timePerOutputTokenP95Ms,
    [slots.limitedBy]: slots.limit,
  };
  const at = (name: string): number => stands[name] * (name === constraint ? FACTOR : 1);
  const then = under(
    {
      timeToFirstTokenP95Ms: at('timeToFirstToken'),
      timePerOutputTokenP95Ms: at('timePerOutputToken'),
    },
    { ...slots, limit: at(slots.limitedBy) },
  );
  return {
    constraint,
    limit: stands[constraint],
    relaxedTo: at(constraint),
    maxRequestsPerSecond: then.requestsPerSecond * candidate.parallelism.data,
    bindingConstraint: then.bindingConstraint,
  };
}
