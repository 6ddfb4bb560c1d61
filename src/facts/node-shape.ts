import { guess, InvalidInput } from '../violations';
import { Accelerator } from './accelerator';
import { type NodeRow, nodeRow, nodeRows } from './node-rows';

/** A machine of your own. */
export interface NodeShapeProps {
  /** Name in plans; for cloud machines the instance type, by which pods select it. */
  readonly name: string;
  /** GPUs of the machine, 1 or more. */
  readonly gpus: number;
  /** Kind of these GPUs. @default - that of the service which uses the machine */
  readonly accelerator?: Accelerator;
  /** Hardware threads. */
  readonly cpu: number;
  /** Memory, GiB. */
  readonly memoryGiB: number;
  /** Disk for images and ephemeral storage, GiB. */
  readonly diskGiB: number;
  /** `efa`, `infiniband`, `roce`, `gpudirect` or `tcp`. @default tcp - what every network carries */
  readonly fabric?: string;
  /** Bandwidth between nodes, over all interfaces, Gbit/s. @default 25 - plain Ethernet */
  readonly fabricGbps?: number;
  /** Extended resource of one network interface. @default - none is requested */
  readonly fabricResource?: string;
  /** Interfaces a pod of the whole machine requests. @default - none */
  readonly fabricResourceCount?: number;
  /** USD per hour of the whole machine. @default - the accelerator's published price */
  readonly usdPerHour?: number;
}

/** A machine with GPUs: a row of the catalogue, or your own. */
export class NodeShape {
  /**
   * A row of the catalogue.
   *
   * @param id Provider and instance type, such as `aws/p5.48xlarge`.
   * @throws when the catalogue has no such row, naming the nearest.
   */
  public static of(id: string): NodeShape {
    const row = nodeRow(id);
    if (row) return new NodeShape(row.id, row.gpus, row.usdPerHour, row.id);
    const { listed, fix } = guess(
      id,
      nodeRows.map((known) => known.id),
      'choose a row of the catalogue;',
    );
    throw new InvalidInput([
      {
        path: 'node',
        value: id,
        allowed: `a catalogue id (${listed})`,
        fix: `${fix} NodeShape.custom describes one of your own`,
      },
    ]);
  }

  /**
   * A machine that the catalogue does not have.
   *
   * ```ts
   * NodeShape.custom({ name: 'rack-7', gpus: 8, cpu: 192, memoryGiB: 2048, diskGiB: 7000 });
   * ```
   */
  public static custom(props: NodeShapeProps): NodeShape {
    return new NodeShape(props.name, props.gpus, props.usdPerHour, props);
  }

  private constructor(
    /** Catalogue id, or the name you gave. */
    public readonly id: string,
    /** GPUs of the machine. */
    public readonly gpus: number,
    /** USD per hour, where known. */
    public readonly usdPerHour: number | undefined,
    private readonly request: string | NodeShapeProps,
  ) {}

  /**
   * The same machine, with its provider and its network, at your price.
   *
   * ```ts
   * NodeShape.of('aws/p5.48xlarge').priced(31.4);
   * ```
   *
   * @param usdPerHour USD per hour of the whole machine, more than 0.
   */
  public priced(usdPerHour: number): NodeShape {
    const own = typeof this.request === 'string' ? asProps(this.request) : this.request;
    return new NodeShape(this.id, this.gpus, usdPerHour, { ...own, usdPerHour });
  }

  /**
   * The GPUs of this machine, where it says so.
   * @internal
   */
  public _accelerator(): Accelerator | undefined {
    if (typeof this.request === 'object' && this.request.accelerator)
      return this.request.accelerator;
    const row = nodeRow(this.id);
    return row && Accelerator.of(row.accelerator);
  }

  /**
   * Whether this machine has that accelerator; one that does not say has any.
   * @internal
   */
  public _carries(acceleratorId: string | undefined): boolean {
    const own = this._accelerator()?.id;
    return own === undefined || acceleratorId === undefined || own === acceleratorId;
  }

  /**
   * The network between nodes of this shape.
   * @internal
   */
  public _fabric(): { kind: string; resource?: string; resourceCount?: number } {
    const own = typeof this.request === 'string' ? asProps(this.request) : this.request;
    const { fabric = 'tcp', fabricResource, fabricResourceCount } = own;
    return { kind: fabric, resource: fabricResource, resourceCount: fabricResourceCount };
  }

  /**
   * What its pods must fit into.
   * @internal
   */
  public _size(): Pick<NodeRow, 'id' | 'gpus' | 'cpu' | 'memoryGiB'> {
    const own = typeof this.request === 'string' ? asProps(this.request) : this.request;
    const { gpus, cpu, memoryGiB } = own;
    return { id: this.id, gpus, cpu, memoryGiB };
  }

  /**
   * The node as a plan request names it.
   * @internal
   */
  public _toRequest(): string | Omit<NodeShapeProps, 'accelerator'> {
    if (typeof this.request === 'string') return this.request;
    const { accelerator, ...request } = this.request;
    return request;
  }
}

function asProps(id: string): NodeShapeProps {
  const row = nodeRow(id);
  if (!row) throw new Error(`no node shape '${id}'`);
  const { gpus, cpu, memoryGiB, diskGiB, fabric } = row;
  return {
    name: id,
    gpus,
    cpu,
    memoryGiB,
    diskGiB,
    fabric: fabric.kind,
    fabricGbps: fabric.gbps,
    fabricResource: fabric.resource,
    fabricResourceCount: fabric.resourceCount,
  };
}
