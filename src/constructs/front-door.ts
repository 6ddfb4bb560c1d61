import type { Duration } from 'cdk8s';
import type { ScaleToZeroRequest } from '../capacity/request';
import { InvalidInput } from '../violations';
import { kindViolations } from './prop-kinds';
import { type PropNames, unknownProps } from './unknown-props';

/** When a service goes to zero. */
export interface FrontDoorOptions {
  /** Time without a request after which the last replica goes, 1 min or more. @default - the slowest start of twenty, at least 5 min: a replica that loads shows no load */
  readonly idleAfter?: Duration;
}

const frontDoorOptions: PropNames<FrontDoorOptions> = { idleAfter: true };

/**
 * Where requests are counted that find no pod: a gateway or router whose series is there while the
 * service is at zero. The engine's own series vanish with its pods.
 *
 * ```ts
 * new LlmInferenceService(chart, 'nightly', {
 *   model: LlmModel.of('Qwen/Qwen3-8B'),
 *   accelerator: Accelerator.L4,
 *   traffic: { peakRequestsPerSecond: 2 },
 *   scaleToZero: FrontDoor.query('sum(rate(gateway_requests_total{route="nightly"}[2m]))'),
 * });
 * ```
 *
 * renders, among others,
 *
 * ```yaml
 * apiVersion: keda.sh/v1alpha1
 * kind: ScaledObject
 * spec:
 *   minReplicaCount: 0
 * ```
 *
 * Which counters include requests without a backend, and exist before the first one, differs from
 * gateway to gateway and from version to version: hence a query and no presets.
 */
export class FrontDoor {
  /**
   * Requests per second by a query of the platform's metrics backend.
   *
   * @param requestsPerSecond PromQL with one result: the requests per second that arrive for this service, with those that find no pod and without health checks; 0, and not nothing, while idle.
   * @param options When the last replica goes.
   * @throws when the query is empty, or with options that nobody knows.
   */
  public static query(requestsPerSecond: string, options: FrontDoorOptions = {}): FrontDoor {
    const violations = [
      ...unknownProps(options, frontDoorOptions, 'scaleToZero.'),
      ...kindViolations(options, 'scaleToZero.'),
    ];
    if (requestsPerSecond.trim() === '') {
      violations.push({
        path: 'requestsPerSecond',
        value: requestsPerSecond,
        allowed: 'a PromQL query',
        fix: 'e.g. sum(rate(gateway_requests_total{route="chat"}[2m]))',
      });
    }
    if (violations.length > 0) throw new InvalidInput(violations);
    return new FrontDoor(requestsPerSecond.trim(), options);
  }

  private constructor(
    /** The query. */
    public readonly requestsPerSecond: string,
    private readonly options: FrontDoorOptions,
  ) {}

  /**
   * As a plan request names it.
   * @internal
   */
  public _toRequest(): ScaleToZeroRequest {
    return { query: this.requestsPerSecond, idleSeconds: this.options.idleAfter?.toSeconds() };
  }
}
