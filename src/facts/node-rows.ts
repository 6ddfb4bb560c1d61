import rows from './nodes.json';

/** A machine as pods see it. */
export interface NodeRow {
  /** Provider and instance type, e.g. `aws/p5.48xlarge`. */
  readonly id: string;
  readonly provider: string;
  readonly instanceType: string;
  /** Catalogue id of the accelerator. */
  readonly accelerator: string;
  /** `cloud.google.com/gke-accelerator`: one GPU has two values there, by machine series. */
  readonly gkeAccelerator?: string;
  readonly gpus: number;
  /** Hardware threads, before what kubelet and system reserve. */
  readonly cpu: number;
  readonly memoryGiB: number;
  /** The disk that `notes` names. */
  readonly diskGiB: number;
  readonly fabric: NodeFabric;
  readonly usdPerHour?: number;
  readonly priceSource?: string;
  readonly priceDate?: string;
  readonly notes?: string;
  readonly source: string;
  readonly date: string;
}

/** The network between nodes. */
export interface NodeFabric {
  /** `efa`, `infiniband`, `roce`, `gpudirect` or `tcp`. */
  readonly kind: string;
  /** Sum over the adapters that GPUs use. */
  readonly gbps: number;
  /** Extended resource a pod asks for; absent where the site's device plugin names it. */
  readonly resource?: string;
  readonly resourceCount?: number;
}

export const nodeRows: readonly NodeRow[] = rows;

/** The row of a node id such as `aws/p5.48xlarge`. */
export function nodeRow(id: string): NodeRow | undefined {
  return nodeRows.find((row) => row.id === id);
}

/** Nodes that carry an accelerator, in catalogue order: clouds first, bare metal last. */
export function referenceNodesFor(acceleratorId: string): NodeRow[] {
  return nodeRows.filter((row) => row.accelerator === acceleratorId);
}
