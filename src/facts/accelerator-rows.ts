import { rowNamed } from './accelerator-names';
import rows from './accelerators.json';

/** One GPU as the capacity arithmetic needs it; tensor throughput is dense. */
export interface AcceleratorRow {
  readonly id: string;
  /** Other names in use: of drivers, clouds and benchmark tables. */
  readonly aliases?: readonly string[];
  /** `nvidia` or `amd`. */
  readonly vendor: string;
  readonly architecture: string;
  /** What the driver shows, less than the marketing figure. */
  readonly memoryGiB: number;
  readonly memoryBandwidthGBps: number;
  readonly denseTflops: DenseTflops;
  /** NVLink or Infinity Fabric, one direction; absent where GPUs meet over PCIe only. */
  readonly interconnectGBps?: number;
  /** One direction; absent where the CPU link is not PCIe or no figure is published. */
  readonly pcieGBps?: number;
  /** Extended resource the device plugin advertises. */
  readonly resourceName: string;
  readonly nodeLabels: AcceleratorNodeLabels;
  /** `high` or `medium`. */
  readonly confidence: string;
  readonly notes?: string;
  readonly source: string;
  readonly date: string;
  readonly prices: readonly AcceleratorPrice[];
}

/** A format without an entry has no tensor cores on this GPU. */
export interface DenseTflops {
  readonly bf16: number;
  readonly fp8?: number;
  readonly fp4?: number;
  readonly int8?: number;
}

/** Values of the node label that selects this GPU, by who writes the label. */
export interface AcceleratorNodeLabels {
  /** `nvidia.com/gpu.product`, written by GPU feature discovery. */
  readonly gfdProduct?: string;
  /** `karpenter.k8s.aws/instance-gpu-name`. */
  readonly karpenterGpuName?: string;
  /** `cloud.google.com/gke-accelerator`. */
  readonly gkeAccelerator?: string;
}

export interface AcceleratorPrice {
  readonly usdPerGpuHour: number;
  readonly where: string;
  readonly instance?: string;
  readonly source: string;
  readonly date: string;
}

export const acceleratorRows: readonly AcceleratorRow[] = rows;

/** The row of a catalogue id such as `H100-SXM`, or of another name in use such as `H100`. */
export function acceleratorRow(id: string): AcceleratorRow | undefined {
  return rowNamed(acceleratorRows, id);
}
