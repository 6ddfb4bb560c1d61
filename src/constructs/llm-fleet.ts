import { Construct } from 'constructs';
import { FleetReport } from '../plan/fleet-report';
import { InvalidInput } from '../violations';
import { supplyOf } from './fleet-supply';
import { fleetPropViolations, fleetServiceViolations } from './fleet-violations';
import type { FleetServiceOptions, LlmFleetProps } from './llm-fleet-props';
import { LlmInferenceService } from './llm-inference-service';
import { OffPeakBatch } from './off-peak-batch';
import { refuseIfAny } from './own-name';
import { ServingPlatform } from './serving-platform';

/**
 * Several services on shared pools, checked together: minima, peaks, nodes and quota. What does not
 * add up fails the synthesis, all of it at once.
 *
 * ```ts
 * const h100 = GpuPool.custom({ name: 'h100', node: NodeShape.of('aws/p5.48xlarge'), gpus: 64 });
 * const fleet = new LlmFleet(chart, 'fleet', { pools: [h100] });
 * fleet.addService('assistant', {
 *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
 *   pool: h100,
 *   tier: PriorityTier.ONLINE,
 *   traffic: { peakRequestsPerSecond: 50 },
 * });
 * const usd = fleet.plan().usdPerHourMean;
 * ```
 *
 * renders the objects of each service, with the class of its tier in every pod:
 *
 * ```yaml
 * priorityClassName: llm-online
 * ```
 */
export class LlmFleet extends Construct {
  private readonly props: LlmFleetProps;
  private readonly platform: ServingPlatform;
  private readonly added: LlmInferenceService[] = [];

  /**
   * @param scope Chart, or any construct below one; its namespace is that of every service.
   * @param id Id inside the scope.
   * @throws with every violation of the props at once.
   */
  public constructor(scope: Construct, id: string, props: LlmFleetProps) {
    refuseIfAny(fleetPropViolations(props), scope, id);
    super(scope, id);
    this.props = props;
    this.platform = (props.platform ?? ServingPlatform.of(scope))._below(props.defaults ?? {});
    this.node.addValidation({ validate: () => this.plan().problems });
  }

  /** Its services, in the order they were added. */
  public get services(): LlmInferenceService[] {
    return [...this.added];
  }

  /**
   * Adds a service on one of the pools.
   *
   * @param id Id inside the fleet; without `name` also the source of the service's name.
   * @throws with every violation of the options at once; the fleet is left as it was.
   */
  public addService(id: string, options: FleetServiceOptions): LlmInferenceService {
    const violations = fleetServiceViolations(options, this.props.pools);
    if (violations.length > 0) throw new InvalidInput(violations, `${this.node.path}/${id}`);
    const service = new LlmInferenceService(this, id, { ...options, platform: this.platform });
    this.added.push(service);
    return service;
  }

  /** Sums over the services added so far, with the headroom and the off-peak work beside them. */
  public plan(): FleetReport {
    const claims = [
      ...this.added.map((service) => service._claim),
      ...this.added.flatMap((service) => service._headroomClaim ?? []),
      ...this.batches().map((batch) => batch._claim),
    ];
    const pools = this.props.pools.map((pool, i) => supplyOf(pool, `pools[${i}]`, this.added));
    const { quota = this.platform._toRequest().gpuQuota } = this.props;
    const quotaPath = this.props.quota === undefined ? 'platform.gpuQuota' : 'quota';
    return FleetReport._of({ pools, quota, quotaPath }, claims);
  }

  private batches(): OffPeakBatch[] {
    return this.node.root.node
      .findAll()
      .filter((one) => one instanceof OffPeakBatch)
      .filter((batch) => this.added.includes(batch._service));
  }
}
