import type { ReplicaModel } from './replica-model';

/** One moment of a fleet, the same on every replica. */
export interface FleetState {
  readonly readyReplicas: number;
  /** Replicas that load: the cluster sees their pods, Prometheus does not. */
  readonly loadingReplicas: number;
  /** Replicas whose last scrape failed, of those that are Ready. */
  readonly unscraped: number;
  /** On one replica. */
  readonly running: number;
  readonly waiting: number;
  /** Answered on one replica. */
  readonly requestsPerSecond: number;
  readonly kvCacheUsage: number;
  readonly timeToFirstTokenSeconds: number;
  readonly queueSeconds: number;
  readonly timePerOutputTokenSeconds: number;
}

/** Load in parts of what the Ready replicas can answer, and for how long it lasts. */
export interface Load {
  readonly replicas: number;
  readonly load: number;
  readonly lastsSeconds?: number;
  readonly loadingReplicas?: number;
  readonly unscraped?: number;
}

/** A larger one shows nothing new, and would take minutes to play. */
export const LARGEST_FLEET = 1000;

/** With all slots taken the cache is all but full; what more would wait for memory. */
const KV_AT_ALL_SLOTS = 0.95;

/** The tokens of a request that runs alone come in this part of the time. */
const ALONE = 0.4;

/**
 * A load below 1 is answered; of one above it what is more waits, for as long as it lasts. A new
 * request waits for those before it, which leave at the pace of the answers.
 */
export function fleetState(model: ReplicaModel, at: Load): FleetState {
  const { replicas, load, lastsSeconds = 0, loadingReplicas = 0, unscraped = 0 } = at;
  const capacity = model.slots / model.requestSeconds;
  const busy = Math.min(1, load);
  const waiting = Math.max(0, load - 1) * capacity * lastsSeconds;
  const queueSeconds = waiting / capacity;
  return {
    readyReplicas: replicas,
    loadingReplicas,
    unscraped,
    running: busy * model.slots,
    waiting,
    requestsPerSecond: busy * capacity,
    kvCacheUsage: waiting > 0 ? 1 : busy * KV_AT_ALL_SLOTS,
    queueSeconds,
    timeToFirstTokenSeconds: model.firstTokenSeconds * (ALONE + (1 - ALONE) * busy) + queueSeconds,
    timePerOutputTokenSeconds: model.tokenSeconds * (ALONE + (1 - ALONE) * busy),
  };
}
