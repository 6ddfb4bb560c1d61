import type { Sited } from '../view/place';
import type { RolloutView } from '../view/view';
import type { Cursor } from './cursor';

/** A number, or percent of the replicas; nothing for what is neither. */
function resolved(
  value: string | number | undefined,
  replicas: number,
  up: boolean,
): number | undefined {
  const [, percent] = /^(\d+)%$/.exec(String(value)) ?? [];
  if (percent !== undefined) {
    const part = (Number(percent) * replicas) / 100;
    return up ? Math.ceil(part) : Math.floor(part);
  }
  return /^\d+$/.test(String(value)) ? Number(value) : undefined;
}

const surgeOf = (at: Cursor, otherwise: string | number, replicas: number): Sited<number> =>
  at.or(resolved(at.text, replicas, true), resolved(otherwise, replicas, true) ?? 0);

const missingOf = (at: Cursor, otherwise: string | number, replicas: number): Sited<number> =>
  at.or(resolved(at.text, replicas, false), resolved(otherwise, replicas, false) ?? 0);

/** Of a Deployment: a quarter more and a quarter less, of which one must not be nothing. */
export function deploymentRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('strategy');
  const type = strategy.at('type');
  if (type.text === 'Recreate') {
    const [surge, unavailable] = [type.sited(0), type.sited(replicas)];
    return { ...strategy.place, strategy: 'Recreate', surge, unavailable };
  }
  return rolling(strategy, strategy.at('rollingUpdate'), replicas);
}

function rolling(strategy: Cursor, numbers: Cursor, replicas: number): RolloutView {
  const surge = surgeOf(numbers.at('maxSurge'), '25%', replicas);
  const missing = missingOf(numbers.at('maxUnavailable'), '25%', replicas);
  // Both rounded to nothing would never move.
  const isStuck = surge.value === 0 && missing.value === 0;
  const unavailable = isStuck ? { ...missing, value: 1 } : missing;
  return { ...strategy.place, strategy: 'RollingUpdate', surge, unavailable };
}

/** Of an Argo Rollout: by canary as a Deployment, or a second fleet beside the first. */
export function argoRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('strategy');
  const blueGreen = strategy.at('blueGreen');
  if (blueGreen.map === undefined) return rolling(strategy, strategy.at('canary'), replicas);
  const [surge, unavailable] = [blueGreen.sited(replicas), blueGreen.sited(0)];
  return { ...strategy.place, strategy: 'BlueGreen', surge, unavailable };
}

/** Of a StatefulSet: pod by pod, the old one first. */
export function statefulSetRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('updateStrategy');
  return {
    ...strategy.place,
    strategy: strategy.at('type').text ?? 'RollingUpdate',
    surge: strategy.or(undefined, 0),
    unavailable: missingOf(strategy.at('rollingUpdate', 'maxUnavailable'), 1, replicas),
  };
}

/** Of a CloneSet of OpenKruise. */
export function cloneSetRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('updateStrategy');
  return {
    ...strategy.place,
    strategy: strategy.at('type').text ?? 'ReCreate',
    surge: surgeOf(strategy.at('maxSurge'), 0, replicas),
    unavailable: missingOf(strategy.at('maxUnavailable'), '20%', replicas),
  };
}

/** Of a LeaderWorkerSet: one group is missing at a time unless told otherwise. */
export function groupRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('rolloutStrategy');
  const numbers = strategy.at('rollingUpdateConfiguration');
  return {
    ...strategy.place,
    strategy: strategy.at('type').text ?? 'RollingUpdate',
    surge: surgeOf(numbers.at('maxSurge'), 0, replicas),
    unavailable: missingOf(numbers.at('maxUnavailable'), 1, replicas),
  };
}

/** Where a controller rolls out in a way that is not written. */
export function unknownRollout(spec: Cursor, strategy: string): RolloutView {
  return {
    ...spec.place,
    strategy,
    surge: spec.or(undefined, 0),
    unavailable: spec.or(undefined, 0),
  };
}

/** Where a second fleet stands beside the first until it serves. */
export function doubledRollout(at: Cursor, strategy: string, replicas: number): RolloutView {
  return {
    ...at.place,
    strategy,
    surge: at.or(undefined, replicas),
    unavailable: at.or(undefined, 0),
  };
}
