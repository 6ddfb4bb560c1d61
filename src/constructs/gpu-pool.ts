import type { Accelerator } from '../facts/accelerator';
import { referenceNodesFor } from '../facts/node-rows';
import type { NodeShape } from '../facts/node-shape';
import type { CapacityType } from '../kube/spot';
import { InvalidInput } from '../violations';
import type { GpuPoolProps } from './gpu-pool-props';
import { poolPropViolations } from './gpu-pool-violations';

/**
 * Machines of one kind that services share: what there is of them, how pods find them and whether
 * they may go.
 *
 * ```ts
 * GpuPool.custom({
 *   name: 'burst',
 *   node: NodeShape.of('aws/g6.xlarge'),
 *   gpus: 4,
 *   spotGpus: 12,
 *   spotUsdPerGpuHour: 0.32,
 * });
 * ```
 *
 * places pods on demand first, under Karpenter by
 *
 * ```yaml
 * nodeAffinity:
 *   preferredDuringSchedulingIgnoredDuringExecution:
 *     - weight: 100
 *       preference:
 *         matchExpressions:
 *           - { key: karpenter.sh/capacity-type, operator: NotIn, values: [spot] }
 * ```
 */
export class GpuPool {
  /**
   * A pool of these machines.
   *
   * @throws with every prop that makes no sense at once.
   */
  public static custom(props: GpuPoolProps): GpuPool {
    const violations = poolPropViolations(props);
    if (violations.length > 0) throw new InvalidInput(violations, `pool '${props.name}'`);
    return new GpuPool(props);
  }

  private constructor(private readonly props: GpuPoolProps) {}

  /** Name in reports and errors. */
  public get name(): string {
    return this.props.name;
  }

  /** GPUs owned or bought on demand, where that is bounded. */
  public get gpus(): number | undefined {
    return this.spotGpus > 0 ? (this.props.gpus ?? 0) : this.props.gpus;
  }

  /** GPUs on spot nodes. */
  public get spotGpus(): number {
    return this.props.spotGpus ?? 0;
  }

  /** Its machine, where stated. */
  public get node(): NodeShape | undefined {
    return this.props.node;
  }

  /** Its GPU, where stated or the node's. */
  public get accelerator(): Accelerator | undefined {
    return this.props.accelerator ?? this.props.node?._accelerator();
  }

  /**
   * What its nodes are bought as.
   * @internal
   */
  public _capacityType(): CapacityType {
    if (this.spotGpus === 0) return 'on-demand';
    return this.gpus === 0 ? 'spot' : 'spot-overflow';
  }

  /**
   * Labels of its nodes.
   * @internal
   */
  public _nodeSelector(): { readonly [label: string]: string } {
    return this.props.nodeSelector ?? {};
  }

  /**
   * Keys of the taints of its nodes.
   * @internal
   */
  public _toleratedTaints(): string[] {
    return this.props.toleratedTaints ?? [];
  }

  /**
   * Stated notice before a spot node goes.
   * @internal
   */
  public _spotNoticeSeconds(): number | undefined {
    return this.props.spotNotice?.toSeconds();
  }

  /**
   * Price of a GPU on spot.
   * @internal
   */
  public _spotUsdPerGpuHour(): number | undefined {
    return this.props.spotUsdPerGpuHour;
  }

  /**
   * Price that holds for every GPU of the pool; on demand it is the node's.
   * @internal
   */
  public _usdPerGpuHour(): number | undefined {
    return this._capacityType() === 'spot' ? this.props.spotUsdPerGpuHour : undefined;
  }

  /**
   * A machine as it is or would be chosen, such as `aws/g6.xlarge`; its provider decides labels.
   * @internal
   */
  public _nodeId(): string {
    const { node } = this.props;
    return node?.id ?? referenceNodesFor(this.accelerator?.id ?? '')[0]?.id ?? '';
  }
}
