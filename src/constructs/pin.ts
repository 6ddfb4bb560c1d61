import { pinViolations } from '../capacity/pins';
import type { PinRequest } from '../capacity/request';
import { InvalidInput, type Violation } from '../violations';

/**
 * The only way to overrule a computed number: where it is settled, so that everything downstream
 * follows. The reason stands in the plan's evidence and in an annotation on the workload.
 *
 * ```ts
 * Pin.minReplicas(4, 'contract until March');
 * ```
 *
 * is, on the workload,
 *
 * ```yaml
 * metadata:
 *   annotations:
 *     cdk8s-llm.dev/pins: '/fleet/minReplicas: 4, computed 2, pinned because contract until March'
 * ```
 *
 * Every factory takes the value and the reason, and throws where the reason is empty or no
 * such number can be.
 */
export class Pin {
  /** Replicas that always run, 1 or more. */
  public static minReplicas(value: number, because: string): Pin {
    return new Pin('minReplicas', '/fleet/minReplicas', value, because);
  }
  /** Replicas that the scaler never exceeds, at least the minimum. */
  public static maxReplicas(value: number, because: string): Pin {
    return new Pin('maxReplicas', '/fleet/maxReplicas', value, because);
  }
  /** Requests in flight on one replica at which the next one is due, 1 or more. */
  public static inFlightPerReplica(value: number, because: string): Pin {
    return new Pin('inFlightPerReplica', '/replica/inFlightScaleTarget', value, because);
  }
  /** Requests per second that one replica serves within the objectives, more than 0. */
  public static requestsPerReplica(value: number, because: string): Pin {
    return new Pin('requestsPerReplica', '/replica/maxRequestsPerSecond', value, because);
  }
  /** Cores that one pod requests, more than 0. */
  public static cpu(value: number, because: string): Pin {
    return new Pin('cpu', '/replica/cpu', value, because);
  }
  /** GiB of memory that one pod requests, more than 0. */
  public static memoryGiB(value: number, because: string): Pin {
    return new Pin('memoryGiB', '/replica/memoryGiB', value, because);
  }
  /** Seconds from a pod's creation to its first answer. */
  public static coldStartSeconds(value: number, because: string): Pin {
    return new Pin('coldStartSeconds', '/coldStart/seconds', value, because);
  }
  /** Seconds that the startup probe waits for a loading container. */
  public static startupBudgetSeconds(value: number, because: string): Pin {
    return new Pin('startupBudgetSeconds', '/probes/startupBudgetSeconds', value, because);
  }
  /** Seconds that accepted requests may still take while a pod drains. */
  public static drainWindowSeconds(value: number, because: string): Pin {
    return new Pin('drainWindowSeconds', '/drain/engineSeconds', value, because);
  }
  /** Seconds until the last client stops sending to a terminating pod. */
  public static endpointPropagationSeconds(value: number, because: string): Pin {
    return new Pin('endpointPropagationSeconds', '/drain/propagationSeconds', value, because);
  }

  private constructor(
    factory: string,
    /** JSON pointer of the number in the plan. */
    public readonly quantity: string,
    /** What the number becomes. */
    public readonly value: number,
    /** Why. */
    public readonly because: string,
  ) {
    const violations = [
      ...pinViolations([this._toRequest()]).map((one) => ({ ...one, path: 'value' })),
      ...reasonViolations(because),
    ];
    if (violations.length > 0) throw new InvalidInput(violations, `Pin.${factory}`);
  }

  /**
   * As a plan request names it.
   * @internal
   */
  public _toRequest(): PinRequest {
    return { quantity: this.quantity, value: this.value, because: this.because };
  }
}

function reasonViolations(because: unknown): Violation[] {
  if (typeof because === 'string' && because.trim() !== '') return [];
  const fix = 'say why the number is overruled';
  return [{ path: 'because', value: because, allowed: 'a reason', fix }];
}
