import { historyOf } from '../capacity/history/history-request';
import { scaledHistory } from '../capacity/history/traffic-history';
import type { TrafficRequest } from '../capacity/request';

/** The same traffic with all its rates multiplied. */
export function trafficTimes(traffic: TrafficRequest, factor: number): TrafficRequest {
  const times = (rate: number | undefined): number | undefined => rate && rate * factor;
  const history = historyOf(traffic);
  return {
    ...traffic,
    history: history && scaledHistory(history, factor),
    peakRequestsPerSecond: times(traffic.peakRequestsPerSecond),
    meanRequestsPerSecond: times(traffic.meanRequestsPerSecond),
    rampRequestsPerSecondPerMinute: times(traffic.rampRequestsPerSecondPerMinute),
  };
}
