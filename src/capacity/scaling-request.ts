export interface ScalingRequest {
  /** Opt-in triggers beside the in-flight driver. */
  readonly signals?: readonly ('queue' | 'kv-usage' | 'time-to-first-token')[];
  readonly floors?: readonly FloorRequest[];
  /** Floors in the hours in which the history is above the minimum. */
  readonly floorsFromHistory?: { readonly timeZone: string };
  /** Asks for what ran at this time last week, a time to scale ahead. */
  readonly forecast?: { readonly weekOverWeekGrowth?: number };
  readonly scaleToZero?: ScaleToZeroRequest;
}

/** No replica while nobody asks; what wakes the service is counted where it has no pod. */
export interface ScaleToZeroRequest {
  /** PromQL: requests per second that arrive at the front door, 0 and not nothing while idle. */
  readonly query: string;
  /** Time without a request after which the last replica goes. */
  readonly idleSeconds?: number;
}

/** A cron window during which at least `replicas` run. */
export interface FloorRequest {
  readonly start: string;
  readonly end: string;
  readonly timeZone: string;
  readonly replicas: number;
}
