import type { FloorRequest, ScalingRequest } from '../capacity/request';
import { cronViolations } from '../kube/cron';
import type { OptionalSignal } from '../scaling/signals';
import { InvalidInput } from '../violations';
import { type PropNames, unknownProps } from './unknown-props';

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

/** How this week differs from last week. */
export interface ForecastOptions {
  /** This week's requests over last week's, 0.1 … 10. @default 1 - a week like the last */
  readonly weekOverWeekGrowth?: number;
}

const floorProps: PropNames<FloorProps> = {
  start: true,
  end: true,
  timeZone: true,
  replicas: true,
};

const forecastOptions: PropNames<ForecastOptions> = { weekOverWeekGrowth: true };

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
  /**
   * A floor by the clock.
   *
   * @throws with every value that KEDA would refuse, and with props that nobody knows.
   */
  public static floor(props: FloorProps): ScalingSignal {
    const violations = [
      ...unknownProps(props, floorProps),
      ...cronViolations('', props).map((one) => ({ ...one, path: one.path.slice(1) })),
    ];
    if (violations.length > 0) throw new InvalidInput(violations, 'ScalingSignal.floor');
    return new ScalingSignal('floor', props);
  }

  /**
   * Floors in the hours in which `traffic.history` is above the minimum, six windows at most, each
   * opened a time to scale ahead; needs a trace of two days or more.
   *
   * @param timeZone IANA time zone in which the hours are kept.
   */
  public static floorsFromHistory(timeZone: string): ScalingSignal {
    return new ScalingSignal('floors-from-history', undefined, { floorsFromHistory: { timeZone } });
  }
  /**
   * What was in flight at this time last week, looked at a time to scale ahead; renders a recording
   * rule. 0 in the first week; refused on Amazon's and Azure's backends, which take no such object.
   */
  public static forecast(options: ForecastOptions = {}): ScalingSignal {
    const violations = unknownProps(options, forecastOptions, 'options.');
    if (violations.length > 0) throw new InvalidInput(violations);
    const { weekOverWeekGrowth = 1 } = options;
    return new ScalingSignal('forecast', undefined, { forecast: { weekOverWeekGrowth } });
  }

  private constructor(
    /** Name of the signal. */
    public readonly name: string,
    private readonly window?: FloorProps,
    private readonly past?: ScalingRequest,
  ) {}

  /**
   * The opt-in trigger, unless this is a floor or looks at the past.
   * @internal
   */
  public _signal(): OptionalSignal | undefined {
    return this.window || this.past ? undefined : (this.name as OptionalSignal);
  }

  /**
   * What the past decides, if this looks at it.
   * @internal
   */
  public _fromPast(): ScalingRequest | undefined {
    return this.past;
  }

  /**
   * The floor, if this is one.
   * @internal
   */
  public _floor(): FloorRequest | undefined {
    return this.window;
  }
}
