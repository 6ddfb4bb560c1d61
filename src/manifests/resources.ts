import { cores, gibibytes } from '../kube/quantity';
import {
  downloadCpu,
  downloadMemoryGiB,
  helperCpu,
  helperDiskGiB,
  helperMemoryGiB,
} from './constants';
import { gpusPerPod } from './laws';
import type { ServicePlan } from './service-plan';
import type { FabricSpec, ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

/**
 * No CPU limit: throttling stops the engine's scheduling loop for the rest of each 100 ms period,
 * and every token of every stream waits for it. The memory limit leaves room for page cache, which
 * a request must not ask of small nodes.
 */
export function resources(
  { replica }: ServicePlan,
  spec: ServiceSpec,
  fabric?: FabricSpec,
): WireFields {
  const devices = {
    [spec.accelerator.resourceName]: gpusPerPod(replica),
    ...adapters(fabric),
  };
  return {
    requests: {
      cpu: cores(replica.cpu),
      memory: gibibytes(replica.memoryGiB),
      // Image layers, weights and caches share the node's disk; unasked for, they evict pods.
      'ephemeral-storage': gibibytes(replica.diskGiB),
      ...devices,
    },
    limits: { memory: gibibytes(replica.memoryLimitGiB), ...devices },
  };
}

function adapters(fabric?: FabricSpec): WireFields {
  const { resource, resourceCount } = fabric ?? {};
  return resource && resourceCount ? { [resource]: resourceCount } : {};
}

/** For containers that wait, copy or do nothing. */
export function helperResources(): WireFields {
  return small(helperCpu, helperMemoryGiB, helperMemoryGiB);
}

/** For a download in a pod that ends with it. */
export function downloadResources(): WireFields {
  return small(downloadCpu, downloadMemoryGiB, downloadMemoryGiB);
}

/**
 * For a download in a pod that stays: an init container's request counts for the life of its pod,
 * and the services of the node leave no core to others.
 */
export function residentDownloadResources(): WireFields {
  return small(helperCpu, helperMemoryGiB, downloadMemoryGiB);
}

function small(cpu: number, memoryGiB: number, memoryLimitGiB: number): WireFields {
  return {
    requests: {
      cpu: cores(cpu),
      memory: gibibytes(memoryGiB),
      'ephemeral-storage': gibibytes(helperDiskGiB),
    },
    limits: { memory: gibibytes(memoryLimitGiB) },
  };
}
