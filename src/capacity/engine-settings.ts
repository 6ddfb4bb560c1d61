import { defaultEngineVersion, engineDefaults } from '../engines/vllm/defaults';
import { usualLoadFormat } from '../engines/vllm/load-formats';
import type { AcceleratorRow } from '../facts/accelerator-rows';
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
  readonly blockSize: number;
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

/** Fills the engine's defaults of that version on that accelerator. */
export function resolveEngine(
  request: EngineRequest,
  accelerator: AcceleratorRow,
  weights?: string,
): ResolvedEngine {
  const name = request.name ?? 'vllm';
  const unstated = name === 'vllm' ? defaultEngineVersion : UNKNOWN_VERSION;
  const version = (request.version ?? unstated).replace(/^v/, '');
  const defaults = engineDefaults(version, accelerator);
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
    gpuMemoryUtilization: request.gpuMemoryUtilization ?? defaults.gpuMemoryUtilization,
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

/** How a rank stores its cache; `auto` is the model's bf16, also under quantized weights. */
export function kvOptions(
  { kvCacheDtype, speculative }: ResolvedEngine,
  parallelism: Parallelism,
): KvOptions {
  return {
    ...parallelism,
    kvBytes: /^(fp8|int8)/.test(kvCacheDtype) ? 1 : 2,
    latentLayout: kvCacheDtype === 'fp8_ds_mla' ? kvCacheDtype : undefined,
    draft: speculative !== undefined,
  };
}
