import type { FloorRequest } from '../../src/capacity/request';

const DAY = 1440;
export const WEEK = 7 * DAY;

/** Minutes of a week, 0 is Monday 0 h, at which an expression of minute, hour and weekdays fires. */
function firings(expression: string): number[] {
  const [minute, hour, , , weekdays] = expression.split(' ');
  return daysOf(weekdays)
    .map((day) => ((day + 6) % 7) * DAY + Number(hour) * 60 + Number(minute))
    .sort((a, b) => a - b);
}

function daysOf(field: string): number[] {
  if (field === '*') return [0, 1, 2, 3, 4, 5, 6];
  return field.split(',').flatMap((part) => {
    const [low, high = low] = part.split('-').map(Number);
    return Array.from({ length: high - low + 1 }, (_, i) => low + i);
  });
}

function next(moments: readonly number[], now: number): number {
  return moments.find((moment) => moment > now) ?? moments[0] + WEEK;
}

/** Whether KEDA holds a window open: its next end comes no later than its next start. */
export function isOpen({ start, end }: FloorRequest, minute: number): boolean {
  return next(firings(end), minute) <= next(firings(start), minute);
}

/** What the floors hold at a minute of the week. */
export function held(floors: readonly FloorRequest[], minute: number): number {
  return Math.max(0, ...floors.filter((floor) => isOpen(floor, minute)).map((f) => f.replicas));
}
