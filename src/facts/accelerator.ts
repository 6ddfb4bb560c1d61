import { InvalidInput } from '../violations';
import { guessCard } from './accelerator-names';
import { acceleratorRow, acceleratorRows } from './accelerator-rows';
import { architectureOf } from './architectures';

/** A GPU of your own: everything the capacity arithmetic reads. */
export interface AcceleratorProps {
  /** Name in plans and errors. */
  readonly name: string;
  /** `volta`, `turing`, `ampere`, `ada`, `hopper`, `blackwell`, `blackwell-ultra`, `blackwell-rtx`, `cdna3` or `cdna4`; decides the efficiencies. */
  readonly architecture: string;
  /** Memory that the driver shows, GiB. */
  readonly memoryGiB: number;
  /** Memory bandwidth, 1e9 bytes per second. */
  readonly memoryBandwidthGBps: number;
  /** Dense bf16 throughput, TFLOPS. */
  readonly bf16Tflops: number;
  /** Dense fp8 throughput, TFLOPS. @default - no fp8 tensor cores: weights shrink, arithmetic does not get faster */
  readonly fp8Tflops?: number;
  /** Dense fp4 throughput, TFLOPS. @default - no fp4 tensor cores: weights shrink, arithmetic does not get faster */
  readonly fp4Tflops?: number;
  /** NVLink or Infinity Fabric, one direction, GB/s. @default - GPUs meet over PCIe */
  readonly interconnectGBps?: number;
  /** PCIe, one direction, GB/s. @default - with an interconnect, none; else 16, 32 or 64 by the architecture */
  readonly pcieGBps?: number;
  /** Extended resource. @default - `nvidia.com/gpu`, `amd.com/gpu` for cdna */
  readonly resourceName?: string;
}

/** A GPU: a row of the catalogue, or your own. */
export class Accelerator {
  /** NVIDIA A10G, 24 GB. */
  public static readonly A10G = Accelerator.of('A10G');
  /** NVIDIA L4, 24 GB. */
  public static readonly L4 = Accelerator.of('L4');
  /** NVIDIA L40S, 48 GB. */
  public static readonly L40S = Accelerator.of('L40S');
  /** NVIDIA A100 SXM, 80 GB. */
  public static readonly A100_80GB_SXM = Accelerator.of('A100-80GB-SXM');
  /** NVIDIA H100 SXM, 80 GB. */
  public static readonly H100_SXM = Accelerator.of('H100-SXM');
  /** NVIDIA H200 SXM, 141 GB. */
  public static readonly H200_SXM = Accelerator.of('H200-SXM');
  /** NVIDIA B200, 180 GB. */
  public static readonly B200 = Accelerator.of('B200');
  /** AMD MI300X, 192 GB. */
  public static readonly MI300X = Accelerator.of('MI300X');

  /**
   * A row of the catalogue.
   *
   * @param id Such as `H100-SXM`.
   * @throws when the catalogue has no such row, naming the nearest.
   */
  public static of(id: string): Accelerator {
    const row = acceleratorRow(id);
    if (row) return new Accelerator(row.id, row.memoryGiB, row.resourceName, row.id);
    const { listed, fix } = guessCard(
      id,
      acceleratorRows.map((known) => known.id),
      'choose a row of the catalogue;',
    );
    throw new InvalidInput([
      {
        path: 'accelerator',
        value: id,
        allowed: `a catalogue id (${listed})`,
        fix: `${fix} Accelerator.custom describes one of your own`,
      },
    ]);
  }

  /**
   * A GPU that the catalogue does not have.
   *
   * ```ts
   * Accelerator.custom({
   *   name: 'H20-141GB',
   *   architecture: 'hopper',
   *   memoryGiB: 139.8,
   *   memoryBandwidthGBps: 4000,
   *   bf16Tflops: 148,
   * });
   * ```
   */
  public static custom(props: AcceleratorProps): Accelerator {
    const { bf16Tflops, fp8Tflops, fp4Tflops, ...rest } = props;
    const request = { ...rest, denseTflops: { bf16: bf16Tflops, fp8: fp8Tflops, fp4: fp4Tflops } };
    const resource = architectureOf(props.architecture).startsWith('cdna')
      ? 'amd.com/gpu'
      : 'nvidia.com/gpu';
    return new Accelerator(props.name, props.memoryGiB, props.resourceName ?? resource, request);
  }

  private constructor(
    /** Catalogue id, or the name you gave. */
    public readonly id: string,
    /** Memory that the driver shows, GiB. */
    public readonly memoryGiB: number,
    /** Extended resource that pods request. */
    public readonly resourceName: string,
    private readonly request: unknown,
  ) {}

  /**
   * The accelerator as a plan request names it.
   * @internal
   */
  public _toRequest(): unknown {
    return this.request;
  }
}
