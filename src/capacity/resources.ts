import type { NodeRow } from '../facts/node-rows';
import { GIB } from './memory';

/** What one pod asks of its node. */
export interface PodResources {
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly memoryLimitGiB: number;
  readonly sharedMemoryGiB: number;
  readonly diskGiB: number;
}

/** Kubelet, system and daemons keep this share of a node. */
const NODE_RESERVE = 0.1;
/** Daemons on top of it: on a 16 GiB machine they are what a share alone forgets. */
const DAEMONS_GIB = 1.5;
/** One busy core each for API server, engine and each worker, and room for tokenizing. */
const CORES_BASE = 4;
const CORES_PER_GPU = 4;
/** Resident memory of API server and engine core, and of each worker with its CUDA context. */
const MEMORY_BASE_GIB = 6;
const MEMORY_PER_GPU_GIB = 5;
const SHARED_BASE_GIB = 2;
const SHARED_PER_PEER_GIB = 1;
/** Compile, Triton and FlashInfer caches, logs and temporary files. */
const CACHE_DISK_GIB = 10;

/**
 * Requests of one pod: resident memory and not page cache, so that a 16 GiB node can hold 16 GB
 * of weights; page cache for the weights only in the limit.
 */
export function podResources(
  node: NodeRow,
  gpusPerPod: number,
  checkpointBytes: number,
  downloadsWeights: boolean,
  adapterBytes = 0,
): PodResources {
  const share = Math.min(1, gpusPerPod / node.gpus) * (1 - NODE_RESERVE);
  const cores = Math.min(CORES_BASE + CORES_PER_GPU * gpusPerPod, node.cpu * share);
  const sharedMemoryGiB = SHARED_BASE_GIB + SHARED_PER_PEER_GIB * (gpusPerPod - 1);
  const adaptersGiB = Math.ceil(adapterBytes / GIB);
  const resident =
    MEMORY_BASE_GIB + MEMORY_PER_GPU_GIB * gpusPerPod + sharedMemoryGiB + adaptersGiB;
  const available = Math.floor(node.memoryGiB * share - DAEMONS_GIB);
  const memoryGiB = Math.min(resident, available);
  const checkpointGiB = Math.ceil(checkpointBytes / GIB);
  return {
    cpu: cores >= 1 ? Math.floor(cores) : cores,
    memoryGiB,
    memoryLimitGiB: Math.max(memoryGiB, Math.min(available, resident + checkpointGiB)),
    sharedMemoryGiB: Math.min(sharedMemoryGiB, Math.floor(memoryGiB / 2)),
    diskGiB:
      CACHE_DISK_GIB + (downloadsWeights ? checkpointGiB + Math.ceil(checkpointGiB / 10) : 0),
  };
}
