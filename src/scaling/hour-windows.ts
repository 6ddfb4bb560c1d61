/** Hours of one day in which at least `replicas` run; `to` may be 24. */
export interface HourWindow {
  readonly from: number;
  readonly to: number;
  readonly replicas: number;
}

/**
 * The hours above `level` as at most `most` windows. Every window holds the most that one of its
 * hours needs; where there are too many, the two neighbours are joined that add least.
 */
export function hourWindows(
  needs: readonly number[],
  level: number,
  most: number,
): readonly HourWindow[] {
  let windows = steps(needs, level);
  while (windows.length > most) windows = joinedOnce(windows, level);
  return windows;
}

function steps(needs: readonly number[], level: number): HourWindow[] {
  const windows: HourWindow[] = [];
  for (const [hour, replicas] of needs.entries()) {
    if (replicas <= level) continue;
    const last = windows[windows.length - 1];
    if (last && last.to === hour && last.replicas === replicas) {
      windows[windows.length - 1] = { ...last, to: hour + 1 };
    } else {
      windows.push({ from: hour, to: hour + 1, replicas });
    }
  }
  return windows;
}

function joinedOnce(windows: readonly HourWindow[], level: number): HourWindow[] {
  const costs = windows.slice(1).map((window, i) => costOfJoining(windows[i], window, level));
  const at = costs.indexOf(Math.min(...costs));
  return [...windows.slice(0, at), joined(windows[at], windows[at + 1]), ...windows.slice(at + 2)];
}

function joined(one: HourWindow, next: HourWindow): HourWindow {
  return { from: one.from, to: next.to, replicas: Math.max(one.replicas, next.replicas) };
}

/** Replica-hours that nobody asked for. */
function costOfJoining(one: HourWindow, next: HourWindow, level: number): number {
  const hours = ({ from, to, replicas }: HourWindow): number => (to - from) * (replicas - level);
  return hours(joined(one, next)) - hours(one) - hours(next);
}
