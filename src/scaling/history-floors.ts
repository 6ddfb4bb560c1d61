import type { FloorRequest } from '../capacity/request';
import { type HourWindow, hourWindows } from './hour-windows';
import { localHours } from './local-hours';

/** What decides the floors of a profile. */
export interface HistoryFloorInputs {
  /** Requests per second by hour: 24, or 168 from Monday. */
  readonly hours: readonly number[];
  /** Present where the hours are those of UTC. */
  readonly start?: string;
  readonly timeZone: string;
  /** Rate at which the next replica is due. */
  readonly scaleRate: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly timeToScaleSeconds: number;
  /** What the scaler may add in one time to scale, unless it doubles. */
  readonly growthReplicas: number;
}

/** Days of a week, 0 is Sunday, as cron counts. */
interface Days {
  readonly days: readonly number[];
  readonly needs: readonly number[];
  /** Windows a day, so that a service has six at most. */
  readonly most: number;
}

const DAY = 24;
const DAY_MINUTES = DAY * 60;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/**
 * Cron windows for the hours that need more than the minimum, weekdays and weekend apart where the
 * trace shows a week. What every hour needs is no window: that is the minimum's and the driver's.
 */
export function historyFloors(inputs: HistoryFloorInputs): FloorRequest[] {
  const { hours, start, timeZone, minReplicas } = inputs;
  const local = start === undefined ? hours : localHours(hours, start, timeZone);
  const needs = local.map((rate) =>
    Math.min(inputs.maxReplicas, Math.ceil(rate / inputs.scaleRate - 1e-6)),
  );
  const base = Math.max(minReplicas, Math.min(...needs));
  if (needs.length === DAY) return everyDay(needs, base, inputs);
  const daily = (from: number, to: number): number[] =>
    busiestDay(needs.slice(from * DAY, to * DAY));
  return [
    ...classFloors({ days: [1, 2, 3, 4, 5], needs: daily(0, 5), most: 3 }, base, inputs),
    ...classFloors({ days: [6, 0], needs: daily(5, 7), most: 2 }, base, inputs),
  ];
}

function busiestDay(needs: readonly number[]): number[] {
  return Array.from({ length: DAY }, (_, hour) =>
    Math.max(...needs.filter((_need, i) => i % DAY === hour)),
  );
}

/** The day is a circle: it is cut at a quiet hour, so that a night is one window. */
function everyDay(
  needs: readonly number[],
  base: number,
  inputs: HistoryFloorInputs,
): FloorRequest[] {
  const cut = Math.max(
    0,
    needs.findIndex((need) => need <= base),
  );
  const turned = [...needs.slice(cut), ...needs.slice(0, cut)];
  return hourWindows(turned, base, 6).map((window) =>
    dailyFloor({ ...window, from: window.from + cut, to: window.to + cut }, EVERY_DAY, inputs),
  );
}

/** What all hours of these days need is one window from their first to their last. */
function classFloors(
  { days, needs, most }: Days,
  base: number,
  inputs: HistoryFloorInputs,
): FloorRequest[] {
  const level = Math.max(base, Math.min(...needs));
  const throughout = { from: 0, to: DAY * days.length, replicas: level };
  return [
    ...(level > base ? [floorOf(throughout, days.slice(0, 1), leadOf(level, inputs), inputs)] : []),
    ...hourWindows(needs, level, most).map((window) => dailyFloor(window, days, inputs)),
  ];
}

function dailyFloor(
  window: HourWindow,
  days: readonly number[],
  inputs: HistoryFloorInputs,
): FloorRequest {
  // KEDA takes a window that opens again before it closes for one that is closed.
  const room = DAY_MINUTES - (window.to - window.from) * 60 - 1;
  const lead = Math.min(leadOf(window.replicas, inputs), room);
  return floorOf(window, days, lead, inputs);
}

/** Minutes in which the scaler gets from the minimum to the floor: it adds one growth, or doubles, in each time to scale. */
function leadOf(replicas: number, inputs: HistoryFloorInputs): number {
  const { minReplicas, growthReplicas, timeToScaleSeconds } = inputs;
  let rounds = 0;
  for (let running = minReplicas; running < replicas; rounds++) {
    running = Math.max(running + growthReplicas, 2 * running);
  }
  return Math.ceil((rounds * timeToScaleSeconds) / 60);
}

function floorOf(
  { from, to, replicas }: HourWindow,
  days: readonly number[],
  lead: number,
  { timeZone }: HistoryFloorInputs,
): FloorRequest {
  return {
    start: cronAt(from * 60 - lead, days),
    end: cronAt(to * 60, days),
    timeZone,
    replicas,
  };
}

/** A minute after midnight of some days, which may lie on a day before or after them. */
function cronAt(minutes: number, days: readonly number[]): string {
  const shift = Math.floor(minutes / DAY_MINUTES);
  const ofDay = minutes - shift * DAY_MINUTES;
  const shifted = days.map((day) => (day + (shift % 7) + 7) % 7).sort((a, b) => a - b);
  return `${ofDay % 60} ${Math.floor(ofDay / 60)} * * ${daysOfWeek(shifted)}`;
}

function daysOfWeek(days: readonly number[]): string {
  if (days.length === EVERY_DAY.length) return '*';
  const isRange = days.length > 2 && days[days.length - 1] - days[0] === days.length - 1;
  return isRange ? `${days[0]}-${days[days.length - 1]}` : days.join(',');
}
