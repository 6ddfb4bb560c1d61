import { defaultEngineVersion, engineDefaults } from '../engines/vllm/defaults';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { EngineRequest } from './request';

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
  readonly prefixCaching: boolean;
  readonly speculative?: { readonly method: string; readonly tokens: number };
}

/** Fills the engine's defaults of that version on that accelerator. */
export function resolveEngine(request: EngineRequest, accelerator: AcceleratorRow): ResolvedEngine {
  const version = (request.version ?? defaultEngineVersion).replace(/^v/, '');
  const defaults = engineDefaults(version, accelerator);
  return {
    name: request.name ?? 'vllm',
    version,
    maxModelLen: request.maxModelLen,
    maxNumSeqs: request.maxNumSeqs ?? defaults.maxNumSeqs,
    maxNumBatchedTokens: request.maxNumBatchedTokens ?? defaults.maxNumBatchedTokens,
    gpuMemoryUtilization: request.gpuMemoryUtilization ?? defaults.gpuMemoryUtilization,
    kvCacheDtype: request.kvCacheDtype ?? 'auto',
    blockSize: request.blockSize ?? defaults.blockSize,
    enforceEager: request.enforceEager ?? false,
    prefixCaching: request.prefixCaching ?? defaults.prefixCaching,
    speculative: request.speculative,
  };
}

/** Bytes of one KV element; `auto` is the model's bf16, also under quantized weights. */
export function kvElementBytes({ kvCacheDtype }: ResolvedEngine): number {
  return kvCacheDtype.startsWith('fp8') ? 1 : 2;
}
