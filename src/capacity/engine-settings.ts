import { memFractionStatic } from '../engines/sglang/memory-rules';
import { freeGpuMemoryFraction } from '../engines/tensorrt-llm/memory-rules';
import { defaultEngineVersion, engineDefaults } from '../engines/vllm/defaults';
import { usualLoadFormat } from '../engines/vllm/load-formats';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { KvOptions } from './kv-geometry';
import { type LoraSettings, loraSettings } from './lora';
import type { Parallelism } from './parallelism';
import type { EngineRequest } from './request';
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
  readonly blockSize: number;
  readonly enforceEager: boolean;
  readonly startup: StartupMode;
  /** `auto` where nothing is stated and the place of the weights asks for no other. */
  readonly loadFormat: string;
  readonly prefixCaching: boolean;
  readonly speculative?: { readonly method: string; readonly tokens: number };
  readonly lora?: LoraSettings;
}

/** Fills the engine's defaults of that version on that accelerator. */
export function resolveEngine(
  request: EngineRequest,
  accelerator: AcceleratorRow,
  weights?: string,
): ResolvedEngine {
  const version = (request.version ?? defaultEngineVersion).replace(/^v/, '');
  const defaults = engineDefaults(version, accelerator, request.maxModelLen);
  const tokens = request.maxNumBatchedTokens ?? defaults.maxNumBatchedTokens;
  const limits = {
    version,
    // The engine refuses more sequences than tokens in a step, and lowers its own default.
    maxNumSeqs: request.maxNumSeqs ?? Math.min(defaults.maxNumSeqs, tokens),
    maxNumBatchedTokens: tokens,
  };
  return {
    name: request.name ?? 'vllm',
    maxModelLen: request.maxModelLen,
    ...limits,
    gpuMemoryUtilization:
      request.gpuMemoryUtilization ?? sharedMemory(request.name) ?? defaults.gpuMemoryUtilization,
    kvCacheDtype: request.kvCacheDtype ?? 'auto',
    blockSize: request.blockSize ?? defaults.blockSize,
    enforceEager: request.enforceEager ?? false,
    startup: startupMode(request, limits, accelerator),
    loadFormat: request.loadFormat ?? usualLoadFormat(weights),
    prefixCaching: request.prefixCaching ?? defaults.prefixCaching,
    speculative: request.speculative,
    lora: request.lora && loraSettings(request.lora),
  };
}

/** The share that the other engines give to weights and cache, or to the cache alone. */
function sharedMemory(name: string | undefined): number | undefined {
  if (name === 'sglang') return memFractionStatic;
  return name === 'tensorrt-llm' ? freeGpuMemoryFraction : undefined;
}

/** How a rank stores its cache; `auto` is the model's bf16, also under quantized weights. */
export function kvOptions(
  { kvCacheDtype, speculative }: ResolvedEngine,
  parallelism: Parallelism,
): KvOptions {
  return {
    ...parallelism,
    kvBytes: kvCacheDtype.startsWith('fp8') ? 1 : 2,
    latentLayout: kvCacheDtype === 'fp8_ds_mla' ? kvCacheDtype : undefined,
    draft: speculative !== undefined,
  };
}
