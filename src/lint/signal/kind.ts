import { ask } from './ask';
import { fleetState, type Load } from './fleet-state';
import type { ReplicaModel } from './replica-model';
import type { ScalingQuery } from './scaling-query';

/** A total grows with the replicas; an intensive quantity is the same on any fleet under the same load. */
export type QuantityKind = 'total' | 'intensive' | 'unclear';

const FEW = 3;
const MANY = 6;

/** So little that no bound holds it: one request waits at each replica. */
function firstInQueue({ slots, requestSeconds }: ReplicaModel): Omit<Load, 'replicas'> {
  return { load: 2, lastsSeconds: requestSeconds / slots };
}

/** Nearly idle, which no bound holds yet; busy; with a queue that begins; with a long one. */
const MOMENTS = [
  { load: 0.05 },
  { load: 0.8 },
  { load: 1.001, lastsSeconds: 1 },
  { load: 1.5, lastsSeconds: 60 },
] as const;

/** Told by its answers: on twice the fleet a total is twice as large, until a bound holds it. */
export function quantityKind(query: ScalingQuery): QuantityKind {
  const moments = [...MOMENTS, firstInQueue(query.model)];
  const kinds = moments.map((moment) => kindIn(query, moment));
  if (kinds.includes('total')) return 'total';
  return kinds.includes('intensive') ? 'intensive' : 'unclear';
}

function kindIn({ question, model }: ScalingQuery, moment: Omit<Load, 'replicas'>): QuantityKind {
  if (!question) return 'unclear';
  const [few, many] = [FEW, MANY].map((replicas) =>
    ask(question, fleetState(model, { replicas, ...moment })),
  );
  if (few.kind !== 'replicas' || many.kind !== 'replicas' || few.value === 0) return 'unclear';
  const growth = many.value / few.value;
  if (Math.abs(growth - 1) < 0.05) return 'intensive';
  return Math.abs(growth - MANY / FEW) < 0.1 ? 'total' : 'unclear';
}
