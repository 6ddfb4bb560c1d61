import type { AcceleratorRow } from '../facts/accelerator-rows';
import { usualPcieGBps } from '../facts/architectures';
import type { ModelGeometry } from '../facts/model/geometry';
import type { NodeRow } from '../facts/node-rows';
import type { AcceleratorRequest, NodeRequest, PlanRequest } from './request';

/** A machine where neither catalogue nor request names one: eight GPUs on plain Ethernet. */
export function genericNode(accelerator: AcceleratorRow): NodeRow {
  return {
    id: `custom/${accelerator.id}-8`,
    provider: 'custom',
    instanceType: '',
    accelerator: accelerator.id,
    gpus: 8,
    cpu: 128,
    memoryGiB: 1024,
    diskGiB: 1024,
    fabric: { kind: 'tcp', gbps: 100 },
    source: 'assumed: eight GPUs a node; state node for your own',
    date: '',
  };
}

/** A machine that the request describes. */
export function ownNode(node: NodeRequest, accelerator: PlanRequest['accelerator']): NodeRow {
  // A catalogue name at another price is still a machine of its provider.
  const [provider, instanceType] = node.name.includes('/')
    ? node.name.split('/')
    : ['custom', node.name];
  return {
    id: node.name,
    provider,
    instanceType,
    accelerator: typeof accelerator === 'string' ? accelerator : (accelerator?.name ?? ''),
    gpus: node.gpus,
    cpu: node.cpu,
    memoryGiB: node.memoryGiB,
    diskGiB: node.diskGiB,
    fabric: {
      kind: node.fabric ?? 'tcp',
      gbps: node.fabricGbps ?? 25,
      resource: node.fabricResource,
      resourceCount: node.fabricResourceCount,
    },
    usdPerHour: node.usdPerHour,
    source: 'stated',
    date: '',
  };
}

/** A GPU that the request describes. */
export function ownAccelerator(own: AcceleratorRequest): AcceleratorRow {
  return {
    id: own.name,
    vendor: own.architecture.startsWith('cdna') ? 'amd' : 'nvidia',
    architecture: own.architecture,
    memoryGiB: own.memoryGiB,
    memoryBandwidthGBps: own.memoryBandwidthGBps,
    denseTflops: own.denseTflops,
    interconnectGBps: own.interconnectGBps,
    // Without any link, ranks of one machine would meet over the network.
    pcieGBps: own.pcieGBps ?? (own.interconnectGBps ? undefined : usualPcieGBps(own.architecture)),
    resourceName:
      own.resourceName ?? (own.architecture.startsWith('cdna') ? 'amd.com/gpu' : 'nvidia.com/gpu'),
    nodeLabels: {},
    confidence: 'high',
    source: 'stated',
    date: '',
    prices: [],
  };
}

/** Stand-in for a model known by measurement only. */
export function withoutLayers(id: string): ModelGeometry {
  return {
    id,
    modelType: 'measured',
    hiddenSize: 0,
    vocabSize: 0,
    maxContextTokens: 0,
    queryHeads: 0,
    kvHeads: 0,
    layers: [],
    tiedEmbeddings: false,
    draftLayers: 0,
    checkpointFormat: 'bf16',
    unquantizedModules: [],
    draftFormats: { attention: 'bf16', attentionOutput: 'bf16', mlp: 'bf16', experts: 'bf16' },
    headFormat: 'bf16',
    extraParameters: 0,
    rotaryEntries: 0,
    parameters: { total: 0, active: 0, routedExperts: 0, embeddings: 0 },
  };
}
