import type { FloorRequest } from '../capacity/request';
import type { OptionalSignal } from '../scaling/signals';

/** A window during which at least some replicas run. */
export interface FloorProps {
  /** Cron of the start, five fields; a cold start before the load. */
  readonly start: string;
  /** Cron of the end, five fields. */
  readonly end: string;
  /** IANA time zone. */
  readonly timeZone: string;
  /** Replicas that run at least. */
  readonly replicas: number;
}

/**
 * A trigger beside the in-flight driver, which is always there. All are capped: an uncapped queue
 * or latency trigger asks for a hundred replicas where eight would do.
 */
export class ScalingSignal {
  /** Waiting requests against what prefill clears within the objective. */
  public static queue(): ScalingSignal {
    return new ScalingSignal('queue');
  }
  /** Usage of the KV cache: blind to prefill, so never alone. */
  public static kvUsage(): ScalingSignal {
    return new ScalingSignal('kv-usage');
  }
  /** 95th percentile of the time to first token against the objective: late, so never alone. */
  public static timeToFirstToken(): ScalingSignal {
    return new ScalingSignal('time-to-first-token');
  }
  /** A floor by the clock. */
  public static floor(props: FloorProps): ScalingSignal {
    return new ScalingSignal('floor', props);
  }

  private constructor(
    /** Name of the signal. */
    public readonly name: string,
    private readonly window?: FloorProps,
  ) {}

  /**
   * The opt-in trigger, unless this is a floor.
   * @internal
   */
  public _signal(): OptionalSignal | undefined {
    return this.window ? undefined : (this.name as OptionalSignal);
  }

  /**
   * The floor, if this is one.
   * @internal
   */
  public _floor(): FloorRequest | undefined {
    return this.window;
  }
}
