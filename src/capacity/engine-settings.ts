import { releaseOf } from '../engines/release';
import { memFractionStatic } from '../engines/sglang/memory-rules';
import { freeGpuMemoryFraction } from '../engines/tensorrt-llm/memory-rules';
import { blockSizes, defaultEngineVersion, engineDefaults } from '../engines/vllm/defaults';
import { cachesHybridPrefixes } from '../engines/vllm/kv-rules';
import { usualLoadFormat } from '../engines/vllm/load-formats';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { AttentionKind, ModelGeometry } from '../facts/model/geometry';
import { cacheEntry, cacheFormat } from './kv-format';
import type { KvOptions } from './kv-geometry';
import { type LoraSettings, loraSettings } from './lora';
import type { Parallelism } from './parallelism';
import type { EngineRequest } from './request';
import type { SpeculativeSettings } from './speculation';
import { type StartupMode, startupMode } from './startup-mode';

/** Engine settings after the engine's own defaults. */
export interface ResolvedEngine {
  readonly name: string;
  readonly version: string;
  /** Stated; otherwise the largest that the pool holds is chosen. */
  readonly maxModelLen?: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly gpuMemoryUtilization: number;
  readonly kvCacheDtype: string;
  /** What `kvCacheDtype` comes to with this model. */
  readonly cacheFormat: string;
  readonly blockSize: number;
  /** As stated: beside layers that keep a state it may be that of the stretched block. */
  readonly statedBlockSize?: number;
  readonly enforceEager: boolean;
  readonly startup: StartupMode;
  /** `auto` where nothing is stated and the place of the weights asks for no other. */
  readonly loadFormat: string;
  readonly prefixCaching: boolean;
  readonly speculative?: SpeculativeSettings;
  readonly lora?: LoraSettings;
}

/** Older than every row that says since when it holds. */
const UNKNOWN_VERSION = '0';

/** Fills the engine's defaults of that version on that accelerator, with that model. */
export function resolveEngine(
  request: EngineRequest,
  accelerator: AcceleratorRow,
  weights?: string,
  model?: ModelGeometry,
): ResolvedEngine {
  const name = request.name ?? 'vllm';
  const unstated = name === 'vllm' ? defaultEngineVersion : UNKNOWN_VERSION;
  const version = releaseOf(request.version ?? '') ?? unstated;
  const cachesAll = name !== 'vllm' || cachesHybridPrefixes(version);
  const defaults = engineDefaults(version, accelerator, request.maxModelLen);
  const tokens = request.maxNumBatchedTokens ?? defaults.maxNumBatchedTokens;
  const limits = {
    version,
    // The engine refuses more sequences than tokens in a step, and lowers its own default.
    maxNumSeqs: request.maxNumSeqs ?? Math.min(defaults.maxNumSeqs, tokens),
    maxNumBatchedTokens: tokens,
  };
  return {
    name,
    maxModelLen: request.maxModelLen,
    ...limits,
    gpuMemoryUtilization:
      request.gpuMemoryUtilization ?? sharedMemory(request.name) ?? defaults.gpuMemoryUtilization,
    kvCacheDtype: request.kvCacheDtype ?? 'auto',
    cacheFormat: cacheFormat(request.kvCacheDtype ?? 'auto', version, model),
    blockSize: kernelBlock(request, model) ?? blockSizeOf(model, accelerator) ?? defaults.blockSize,
    statedBlockSize: request.blockSize,
    enforceEager: request.enforceEager ?? false,
    startup: startupMode(request, limits, accelerator),
    loadFormat: request.loadFormat ?? usualLoadFormat(weights),
    prefixCaching:
      request.prefixCaching ?? (defaults.prefixCaching && (cachesAll || !keepsStates(model))),
    speculative: request.speculative,
    lora: request.lora && loraSettings(request.lora),
  };
}

/** The share that the other engines give to weights and cache, or to the cache alone. */
function sharedMemory(name: string | undefined): number | undefined {
  if (name === 'sglang') return memFractionStatic;
  return name === 'tensorrt-llm' ? freeGpuMemoryFraction : undefined;
}

/** The stated size, unless it is what the engine stretched a block to for a state. */
function kernelBlock(
  { blockSize = 0 }: EngineRequest,
  model: ModelGeometry | undefined,
): number | undefined {
  const isStretched = keepsStates(model) && !blockSizes.includes(blockSize);
  return blockSize > 0 && !isStretched ? blockSize : undefined;
}

/** Tokens of a block where the attention kernels take no other: latent and compressed caches. */
function blockSizeOf(
  model: ModelGeometry | undefined,
  { architecture }: AcceleratorRow,
): number | undefined {
  if (attends(model, 'compressed')) return 256;
  // FlashMLA, CUTLASS and FlashInfer run on Hopper and Blackwell; the Triton kernel takes 16.
  const datacenter = ['hopper', 'blackwell', 'blackwell-ultra'].includes(architecture);
  return attends(model, 'mla') && datacenter ? 64 : undefined;
}

function attends(model: ModelGeometry | undefined, kind: AttentionKind): boolean {
  return model?.layers.some(({ attention }) => attention.kind === kind) ?? false;
}

function keepsStates(model: ModelGeometry | undefined): boolean {
  return model?.layers.some(({ attention }) => attention.kvHeads === 0 && attention.state) ?? false;
}

/** How a rank stores its cache. */
export function kvOptions(
  { name, version, cacheFormat: format, speculative }: ResolvedEngine,
  parallelism: Parallelism,
): KvOptions {
  const method = speculative?.method.toLowerCase() ?? '';
  return {
    ...parallelism,
    ...cacheEntry(format),
    latentLayout: format === 'fp8_ds_mla' ? format : undefined,
    engineVersion: name === 'vllm' ? version : undefined,
    draft: method.includes('mtp'),
    eagle: method.startsWith('eagle'),
    draftTokens: speculative?.tokens,
  };
}
