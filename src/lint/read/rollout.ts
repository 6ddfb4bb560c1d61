import type { Sited } from '../view/place';
import type { RolloutView } from '../view/view';
import type { Cursor } from './cursor';

/** A number, or percent of the replicas; nothing for what is neither. */
export function resolved(
  value: string | number | undefined,
  replicas: number,
  up: boolean,
): number | undefined {
  const [, percent] = /^(\d+)%$/.exec(String(value)) ?? [];
  if (percent !== undefined) {
    const share = (Number(percent) * replicas) / 100;
    return up ? Math.ceil(share) : Math.floor(share);
  }
  return /^\d+$/.test(String(value)) ? Number(value) : undefined;
}

function share(
  at: Cursor,
  otherwise: string | number,
  replicas: number,
  up: boolean,
): Sited<number> {
  const written = resolved(at.text, replicas, up);
  return at.or(written, resolved(otherwise, replicas, up) ?? 0);
}

/** Of a Deployment: a quarter more and a quarter less, of which one must not be nothing. */
export function deploymentRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('strategy');
  if (strategy.at('type').text === 'Recreate') {
    const type = strategy.at('type');
    return {
      ...strategy.place,
      strategy: 'Recreate',
      surge: type.sited(0),
      unavailable: type.sited(replicas),
    };
  }
  const surge = share(strategy.at('rollingUpdate', 'maxSurge'), '25%', replicas, true);
  const missing = share(strategy.at('rollingUpdate', 'maxUnavailable'), '25%', replicas, false);
  // Both rounded to nothing would never move.
  const isStuck = surge.value === 0 && missing.value === 0;
  const unavailable = isStuck ? { ...missing, value: 1 } : missing;
  return { ...strategy.place, strategy: 'RollingUpdate', surge, unavailable };
}

/** Of a StatefulSet: pod by pod, the old one first. */
export function statefulSetRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('updateStrategy');
  return {
    ...strategy.place,
    strategy: strategy.at('type').text ?? 'RollingUpdate',
    surge: strategy.or(undefined, 0),
    unavailable: share(strategy.at('rollingUpdate', 'maxUnavailable'), 1, replicas, false),
  };
}

/** Of a LeaderWorkerSet: one group is missing at a time unless told otherwise. */
export function groupRollout(spec: Cursor, replicas: number): RolloutView {
  const strategy = spec.at('rolloutStrategy');
  const numbers = strategy.at('rollingUpdateConfiguration');
  return {
    ...strategy.place,
    strategy: strategy.at('type').text ?? 'RollingUpdate',
    surge: share(numbers.at('maxSurge'), 0, replicas, true),
    unavailable: share(numbers.at('maxUnavailable'), 1, replicas, false),
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
