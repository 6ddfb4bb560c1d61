import type { Ledger } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';

/** Formats that the accelerator holds and does not compute in. */
export function formatWarnings({ format, accelerator, engine }: PlanInputs, ledger: Ledger): void {
  const { id, denseTflops } = accelerator;
  if (format === 'fp8' && denseTflops.fp8 === undefined) {
    ledger.warn(
      'fp8-weight-only',
      '/quantization',
      `${id} has no fp8 tensor cores: weights shrink, arithmetic stays bf16`,
      'expect the memory of fp8 and the prefill speed of bf16',
    );
  }
  if ((format === 'mxfp4' || format === 'nvfp4') && denseTflops.fp4 === undefined) {
    ledger.warn(
      'fp4-weight-only',
      '/quantization',
      `${id} has no fp4 tensor cores: weights shrink, arithmetic stays bf16`,
      `expect the memory of ${format} and the prefill speed of bf16`,
    );
  }
  const cache = engine.cacheFormat;
  if (cache.startsWith('fp8') && cache !== 'fp8_e5m2' && denseTflops.fp8 === undefined) {
    ledger.warn(
      'fp8-cache-converted',
      '/engine/kvCacheDtype',
      `${id} has no fp8 arithmetic: attention kernels convert what the cache holds, and those of Triton refuse e4m3`,
      'state engine.kvCacheDtype fp8_e5m2, or bfloat16 for twice the cache',
    );
  }
}
