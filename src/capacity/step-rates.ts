import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { WeightFormat } from '../facts/model/geometry';
import type { StepInputs } from './step-inputs';

/** Milliseconds in which a GPU reads `bytes` of weights. */
export function readMs({ accelerator, efficiency, speed }: StepInputs, bytes: number): number {
  const share = Math.min(1, efficiency.memory * speed.memoryFactor);
  return bytes / (accelerator.memoryBandwidthGBps * share * 1e6);
}

/** Milliseconds in which `gpus` multiply one token with `parameters`, spread over the stages. */
export function computeMs(inputs: StepInputs, parameters: number, gpus: number): number {
  const { accelerator, efficiency, format, speed, parallelism } = inputs;
  const share = Math.min(1, efficiency.compute * speed.computeFactor);
  const rate = tensorTflops(accelerator, format) * 1e9 * share * gpus;
  return (2 * parameters) / parallelism.pipeline / rate;
}

/** Weight-only formats multiply in bf16; fp8 and fp4 need tensor cores of that type. */
function tensorTflops({ denseTflops }: AcceleratorRow, format: WeightFormat): number {
  if (format === 'fp8') return denseTflops.fp8 ?? denseTflops.bf16;
  if (format === 'int8') return denseTflops.int8 ?? denseTflops.bf16;
  if (format === 'nvfp4' || format === 'mxfp4') return denseTflops.fp4 ?? denseTflops.bf16;
  return denseTflops.bf16;
}
