import { adaptsExperts, loraDefaults } from '../engines/vllm/lora-rules';
import type { LayerGeometry, ModelGeometry } from '../facts/model/geometry';
import { type AdaptedMatrix, adaptedMatrices } from './lora-matrices';
import type { Parallelism } from './parallelism';
import { pipelineStages } from './pipeline';
import type { LoraRequest } from './request';

/** Adapters after the engine's defaults. */
export interface LoraSettings {
  readonly modules: Readonly<Record<string, string>>;
  readonly maxLoras: number;
  readonly maxRank: number;
  readonly maxCpuLoras: number;
}

/** Bytes that adapters take whether or not one is loaded. */
export interface LoraBytes {
  /** Slots on one GPU. */
  readonly gpu: number;
  /** Adapters that one worker keeps in host memory; each copies the adapter whole. */
  readonly hostPerGpu: number;
}

/** Adapters are held in the type of the model. */
const BYTES = 2;

/** A slot for every stated adapter, so that none waits for another's batch to end. */
export function loraSettings({
  modules = {},
  maxLoras,
  maxRank,
  maxCpuLoras,
}: LoraRequest): LoraSettings {
  const named = Object.keys(modules).length;
  const slots = maxLoras ?? Math.max(loraDefaults.maxLoras, named);
  return {
    modules,
    maxLoras: slots,
    maxRank: maxRank ?? loraDefaults.maxRank,
    maxCpuLoras: maxCpuLoras ?? Math.max(slots, named),
  };
}

/**
 * Slots are allocated for every linear layer that an adapter may touch, at the largest rank: A of
 * `rank × in` and B of `out × rank`. Tensor parallelism divides the side that the layer itself
 * divides, B where it splits its outputs and A where it splits its inputs.
 */
export function loraBytes(
  model: ModelGeometry,
  version: string,
  { maxLoras, maxRank, maxCpuLoras }: LoraSettings,
  parallelism: Parallelism,
): LoraBytes {
  const experts = adaptsExperts(version);
  const widths = pipelineStages(model, parallelism.pipeline).map((layers) => ({
    slot: sumOver(layers, model, experts, (matrix) => shardedWidth(matrix, parallelism)),
    whole: sumOver(
      layers,
      model,
      experts,
      ({ input, output, copies }) => copies * (input + output),
    ),
  }));
  const slot = Math.max(...widths.map((stage) => stage.slot));
  const whole = Math.max(...widths.map((stage) => stage.whole));
  return {
    gpu: maxLoras * maxRank * slot * BYTES,
    hostPerGpu: maxCpuLoras * maxRank * whole * BYTES,
  };
}

function shardedWidth(matrix: AdaptedMatrix, { tensor, data }: Parallelism): number {
  const { input, output, copies, splits, ofExperts } = matrix;
  // Experts are sliced over the ranks of all data-parallel engines; adapters over their own.
  const ranks = ofExperts ? tensor * data : tensor;
  if (splits === 'outputs') return copies * (input + Math.max(output / ranks, matrix.least));
  if (splits === 'inputs') return copies * (input / ranks + output);
  return copies * (input + output);
}

function sumOver(
  layers: readonly LayerGeometry[],
  model: ModelGeometry,
  experts: boolean,
  width: (matrix: AdaptedMatrix) => number,
): number {
  return layers
    .flatMap((layer) => adaptedMatrices(layer, model.hiddenSize))
    .filter(({ ofExperts }) => experts || !ofExperts)
    .reduce((sum, matrix) => sum + width(matrix), 0);
}
