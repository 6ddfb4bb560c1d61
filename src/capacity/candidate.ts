import { engineSpeed } from '../engines/speed';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import { type Efficiency, efficiencyOf } from '../facts/efficiency';
import type { ModelGeometry, WeightFormat } from '../facts/model/geometry';
import type { NodeFabric, NodeRow } from '../facts/node-rows';
import { kvOptions } from './engine-settings';
import { meanContext } from './lengths';
import { GIB, type MemoryBudget, memoryBudget } from './memory';
import { gpusOf, type Parallelism } from './parallelism';
import type { MeasuredRequest } from './request';
import type { PlanInputs } from './resolve';
import { speculationOf } from './speculation';
import type { EngineLimits, RequestShape } from './steady-state';
import type { StepInputs } from './step-inputs';
import { type StepTerms, stepTerms } from './step-terms';
import { type WeightShare, type WeightSpread, weightsPerGpu } from './weights';

/** One way to serve the model: a node shape and a parallelism, with its memory and step law. */
export interface Candidate {
  readonly node: NodeRow;
  readonly parallelism: Parallelism;
  readonly gpus: number;
  readonly nodes: number;
  readonly weights: WeightShare;
  readonly memory: MemoryBudget;
  readonly efficiency: Efficiency;
  readonly step: StepInputs;
  readonly terms: StepTerms;
}

export interface LoadShape {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputShare: number;
  readonly inputVariation: number;
}

/** Memory and step inputs of a model on a node at a parallelism. */
export function candidateOf(
  inputs: PlanInputs,
  model: ModelGeometry,
  node: NodeRow,
  parallelism: Parallelism,
): Candidate {
  const { accelerator, engine, format, request } = inputs;
  const gpus = gpusOf(parallelism);
  const draft = engine.speculative?.method.toLowerCase().includes('mtp') ?? false;
  const computed = weightsOf(model, format, { ...parallelism, draft, device: accelerator });
  const weights = asMeasured(computed, model, request.measured, gpus);
  const memory = memoryBudget({
    model,
    accelerator,
    engine,
    parallelism,
    weights,
    measured: request.measured,
    leastContext: meanContext(request),
  });
  const efficiency = efficiencyOf(accelerator);
  const fabricGBps = groupFabric(node).gbps / 8;
  const spansNodes = parallelism.tensor > node.gpus;
  const local = accelerator.interconnectGBps ?? accelerator.pcieGBps ?? fabricGBps;
  const step: StepInputs = {
    model,
    format,
    weights,
    parallelism,
    accelerator,
    efficiency,
    speed: engineSpeed(engine.name, engine.version),
    tensorLinkGBps: spansNodes ? fabricGBps / node.gpus : local,
    tensorLinkIsPcie: spansNodes || accelerator.interconnectGBps === undefined,
    stageLinkGBps: gpus > node.gpus ? fabricGBps : local,
    kv: kvOptions(engine, parallelism),
    tokensPerStep: engine.maxNumBatchedTokens,
    speculation: speculationOf(engine.speculative),
    graphFactor: engine.startup.graphs.stepFactor,
  };
  return {
    node,
    parallelism,
    gpus,
    nodes: Math.max(1, Math.ceil(gpus / node.gpus)),
    weights,
    memory,
    efficiency,
    step,
    terms: stepTerms(step),
  };
}

/** Weights are spread alike on every machine, over many layers. */
const known = new WeakMap<ModelGeometry, Map<string, WeightShare>>();

function weightsOf(
  model: ModelGeometry,
  format: WeightFormat,
  spread: WeightSpread & { readonly device: AcceleratorRow },
): WeightShare {
  const { tensor, pipeline, data, expert, draft, device } = spread;
  const key = [format, tensor, pipeline, data, expert, draft, device.id].join();
  const ofModel = known.get(model) ?? new Map<string, WeightShare>();
  known.set(model, ofModel);
  const share = ofModel.get(key) ?? weightsPerGpu(model, format, spread);
  ofModel.set(key, share);
  return share;
}

/** Without a geometry only log and disk tell what a new replica has to load. */
function asMeasured(
  computed: WeightShare,
  { layers }: ModelGeometry,
  { weightsGiBPerGpu = 0, checkpointGiB }: MeasuredRequest = {},
  gpus: number,
): WeightShare {
  const checkpointBytes = checkpointGiB === undefined ? undefined : checkpointGiB * GIB;
  if (layers.length > 0) {
    return { ...computed, checkpointBytes: checkpointBytes ?? computed.checkpointBytes };
  }
  const loaded = checkpointBytes ?? weightsGiBPerGpu * GIB * gpus;
  return { ...computed, bytes: loaded / gpus, checkpointBytes: loaded };
}

/** What a plain pod network carries where nothing better is requested. */
const POD_NETWORK_GBPS = 100;

/** The network that the pods of a group reach: a fabric that no resource requests is not there. */
export function groupFabric({ fabric }: NodeRow): NodeFabric {
  if (fabric.kind === 'tcp' || fabric.resource !== undefined) return fabric;
  return { kind: 'tcp', gbps: Math.min(fabric.gbps, POD_NETWORK_GBPS) };
}

/** Prompt tokens the prefix cache leaves to compute. */
export function requestShape(load: LoadShape): RequestShape {
  return {
    inputTokens: load.inputTokens * (1 - load.cachedInputShare),
    outputTokens: load.outputTokens,
    inputVariation: load.inputVariation,
  };
}

export function engineLimits({ step, parallelism }: Candidate): EngineLimits {
  return {
    tokensPerStep: step.tokensPerStep,
    frontendMs: step.speed.frontendMs,
    pipelineStages: parallelism.pipeline,
  };
}
