import { InvalidInput, nearest } from '../violations';
import { nodeRow, nodeRows, referenceNodesFor } from './node-rows';

/** A machine of your own. */
export interface NodeShapeProps {
  /** Name in plans; for cloud machines the instance type. */
  readonly name: string;
  /** GPUs of the machine. */
  readonly gpus: number;
  /** Hardware threads. */
  readonly cpu: number;
  /** Memory, GiB. */
  readonly memoryGiB: number;
  /** Disk for images and ephemeral storage, GiB. */
  readonly diskGiB: number;
  /** `efa`, `infiniband`, `roce`, `gpudirect` or `tcp`. @default tcp - what every network carries */
  readonly fabric?: string;
  /** Bandwidth between nodes, Gbit/s. @default 25 - plain Ethernet */
  readonly fabricGbps?: number;
  /** Extended resource of one network interface. @default - none is requested */
  readonly fabricResource?: string;
  /** Interfaces a pod requests. @default - none */
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
    if (row) return new NodeShape(id, row.gpus, row.usdPerHour, id);
    const close = nearest(
      id,
      nodeRows.map((known) => known.id),
    );
    throw new InvalidInput([
      {
        path: 'node',
        value: id,
        allowed: `a catalogue id (nearest: ${close.join(', ')})`,
        fix: `did you mean '${close[0]}'? NodeShape.custom describes one of your own`,
      },
    ]);
  }

  /** A machine that the catalogue does not have. */
  public static custom(props: NodeShapeProps): NodeShape {
    return new NodeShape(props.name, props.gpus, props.usdPerHour, props);
  }

  /** The ids of the machines that carry an accelerator, clouds first. */
  public static idsFor(acceleratorId: string): string[] {
    return referenceNodesFor(acceleratorId).map(({ id }) => id);
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
   * The same machine at your price.
   *
   * @param usdPerHour USD per hour of the whole machine.
   */
  public priced(usdPerHour: number): NodeShape {
    const own = typeof this.request === 'string' ? asProps(this.request) : this.request;
    return new NodeShape(this.id, this.gpus, usdPerHour, { ...own, usdPerHour });
  }

  /**
   * Whether this machine has that accelerator; one of your own has the one that is asked for.
   * @internal
   */
  public _carries(acceleratorId: string | undefined): boolean {
    const row = nodeRow(this.id);
    return row === undefined || acceleratorId === undefined || row.accelerator === acceleratorId;
  }

  /**
   * The network between nodes of this shape.
   * @internal
   */
  public _fabric(): { kind: string; resource?: string; resourceCount?: number } {
    if (typeof this.request === 'string') return nodeRow(this.request)?.fabric ?? { kind: 'tcp' };
    const { fabric = 'tcp', fabricResource, fabricResourceCount } = this.request;
    return { kind: fabric, resource: fabricResource, resourceCount: fabricResourceCount };
  }

  /**
   * The node as a plan request names it.
   * @internal
   */
  public _toRequest(): any {
    return this.request;
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
