import { ask } from './ask';
import { fleetState, type Load } from './fleet-state';
import type { ScalingQuery } from './scaling-query';

/** Loads in parts of what a fleet can answer; above 1 a backlog has grown for one cold start. */
const LOADS = [0, 0.5, 1, 1.5, 2, 3];

/** Fleets between the minimum and one below the maximum, and what each may meet. */
export function statesOf({ scaler, model }: ScalingQuery): Load[] {
  return fleets(scaler.minReplicas.value, scaler.maxReplicas.value).flatMap((replicas) =>
    LOADS.map((load) => ({ replicas, load, lastsSeconds: model.coldStartSeconds })),
  );
}

function fleets(min: number, max: number): number[] {
  const first = Math.max(1, min);
  const last = Math.max(first, Math.min(max - 1, 40));
  const between = [1.5, 2, 4].map((factor) => Math.round(first * factor));
  const inside = [first, ...between, last].filter((replicas) => replicas <= last);
  return [...new Set(inside)];
}

/** The most that a query ever asks for; nothing where it cannot be asked. */
export function mostAsked(query: ScalingQuery): number | undefined {
  const { question, model } = query;
  if (!question) return undefined;
  let most = 0;
  for (const load of statesOf(query)) {
    const answer = ask(question, fleetState(model, load));
    if (answer.kind !== 'replicas') return undefined;
    most = Math.max(most, answer.replicas);
  }
  return most;
}

/** Whether any fleet that may grow is ever told to. */
export function everGrows(query: ScalingQuery): boolean | undefined {
  const { question, model } = query;
  if (!question) return undefined;
  for (const load of statesOf(query)) {
    const answer = ask(question, fleetState(model, load));
    if (answer.kind !== 'replicas') return undefined;
    if (answer.replicas > load.replicas) return true;
  }
  return false;
}
