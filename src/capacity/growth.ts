import type { GrowthHorizon } from './history/traffic-history';

/** How fast the load may rise, and whose word that is. */
export type Growth =
  | {
      readonly kind: 'stated' | 'assumed';
      /** Requests per second gained in a second, for as long as it takes. */
      readonly ramp: number;
    }
  | {
      readonly kind: 'measured';
      readonly horizons: readonly GrowthHorizon[];
    };

/**
 * Requests per second by which the load may rise in some seconds. Measured growth is read between
 * its horizons; below the first it is that of the first, whose bins hide anything shorter, and
 * beyond the last it goes on as steeply.
 */
export function growthOver(growth: Growth, seconds: number): number {
  if (growth.kind !== 'measured') return growth.ramp * seconds;
  const minutes = seconds / 60;
  const { horizons } = growth;
  const above = horizons.findIndex((horizon) => horizon.minutes >= minutes);
  if (above === 0) return horizons[0].p99;
  if (above > 0) return between(horizons[above - 1], horizons[above], minutes);
  const last = horizons[horizons.length - 1];
  return (last.p99 * minutes) / last.minutes;
}

function between(below: GrowthHorizon, above: GrowthHorizon, minutes: number): number {
  const share = (minutes - below.minutes) / (above.minutes - below.minutes);
  return below.p99 + share * (above.p99 - below.p99);
}
