import { timeZoneViolations } from '../../kube/cron';
import type { Violation } from '../../violations';
import type { PlanRequest, TrafficRequest } from '../request';
import { historyFromFile } from './summarise';
import type { TrafficHistory } from './traffic-history';

const PATH = '/traffic/history';

/** The history of a request; one that is stated by its path is read. */
export function historyOf(traffic: TrafficRequest | undefined): TrafficHistory | undefined {
  const history = traffic?.history;
  return typeof history === 'string' ? historyFromFile(history, {}, PATH) : history;
}

/** What contradicts the history, or needs one; a file that could not be read is refused already. */
export function historyViolations(
  { traffic, scaling }: PlanRequest,
  history: TrafficHistory | undefined,
): Violation[] {
  if (!traffic) return [];
  const isUnread = traffic.history !== undefined && !history;
  return [
    ...peakViolations(traffic),
    ...(isUnread ? [] : floorViolations(scaling?.floorsFromHistory?.timeZone, history)),
    ...hourViolations(history),
  ];
}

function peakViolations(traffic: TrafficRequest): Violation[] {
  const { peakRequestsPerSecond: peak, history, meanRequestsPerSecond } = traffic;
  const path = '/traffic/peakRequestsPerSecond';
  if (peak === undefined && history === undefined) {
    const fix = 'give requests per second, or a trace as history';
    return [{ path, value: undefined, allowed: 'given', fix }];
  }
  const mean = typeof history === 'object' ? history.meanRequestsPerSecond : 0;
  if (peak === undefined || meanRequestsPerSecond !== undefined || peak >= mean) return [];
  const allowed = `at least the mean of the history (${mean})`;
  return [{ path, value: peak, allowed, fix: 'leave it out to take the peak of the history' }];
}

function floorViolations(
  timeZone: string | undefined,
  history: TrafficHistory | undefined,
): Violation[] {
  if (timeZone === undefined) return [];
  const path = '/scaling/floorsFromHistory';
  const ofZone = timeZoneViolations(`${path}/timeZone`, timeZone);
  if (history?.hours) return ofZone;
  const allowed = 'stated with a history of two days or more that tells the time of day';
  const fix = history ? 'give a longer trace, or state floors' : 'state traffic.history, or floors';
  return [...ofZone, { path, value: timeZone, allowed, fix }];
}

function hourViolations(history: TrafficHistory | undefined): Violation[] {
  const count = history?.hours?.length ?? 24;
  if (count === 24 || count === 168) return [];
  const fix = 'read the trace again';
  return [{ path: `${PATH}/hours`, value: count, allowed: '24 or 168 rates', fix }];
}
