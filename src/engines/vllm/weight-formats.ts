import type { AcceleratorRow } from '../../facts/accelerator-rows';
import type { WeightFormat } from '../../facts/model/geometry';

/** How the engine runs a weight format on a GPU. */
export interface FormatSupport {
  /** `tensor-cores` of that type, or `weight-only`: weights shrink and are multiplied in 16 bits. */
  readonly kernels: 'tensor-cores' | 'weight-only';
  readonly source: string;
}

type Gpu = Pick<AcceleratorRow, 'vendor' | 'architecture' | 'denseTflops'>;

const DOCS = 'docs.vllm.ai/en/v0.32.0/features/quantization';

/** Absent where the engine does not start with these weights on this GPU. */
export function formatSupport(format: WeightFormat, gpu: Gpu): FormatSupport | undefined {
  return SUPPORT[format](gpu);
}

/** Formats that `--quantization` makes of a 16-bit checkpoint while it loads. */
export const onlineFormats: readonly WeightFormat[] = ['fp8'];

const SUPPORT: Readonly<Record<WeightFormat, (gpu: Gpu) => FormatSupport | undefined>> = {
  bf16: () => ({ kernels: 'tensor-cores', source: 'every GPU of the catalogue' }),
  fp8: (gpu) => ofType(gpu, 'fp8') ?? marlin(gpu, `${DOCS}/fp8: W8A16 on Turing and Ampere`),
  int8: int8Support,
  int4: () => ({
    kernels: 'weight-only',
    source: 'AWQ and GPTQ: Marlin on NVIDIA, Triton and ExLlama on AMD',
  }),
  mxfp4: (gpu) => ofType(gpu, 'fp4') ?? marlinFp4(gpu) ?? triton(gpu),
  nvfp4: (gpu) => (gpu.vendor === 'nvidia' ? (ofType(gpu, 'fp4') ?? marlinFp4(gpu)) : undefined),
};

function ofType({ denseTflops }: Gpu, type: 'fp8' | 'fp4'): FormatSupport | undefined {
  if (denseTflops[type] === undefined) return undefined;
  return { kernels: 'tensor-cores', source: `${type} tensor cores` };
}

function marlin({ vendor }: Gpu, source: string): FormatSupport | undefined {
  return vendor === 'nvidia' ? { kernels: 'weight-only', source } : undefined;
}

function marlinFp4(gpu: Gpu): FormatSupport | undefined {
  if (['volta', 'turing'].includes(gpu.architecture)) return undefined;
  return marlin(gpu, 'vllm/model_executor/layers/quantization/utils/marlin_utils_fp4.py');
}

/** gpt-oss on MI300X: 9,319 output tokens/s at 128 in flight in vllm-project/vllm#55934. */
function triton({ vendor }: Gpu): FormatSupport | undefined {
  if (vendor !== 'amd') return undefined;
  return { kernels: 'weight-only', source: 'vllm-project/vllm#55934' };
}

/** Of NVIDIA's GPUs, Blackwell has no int8 kernels in vLLM although its tensor cores could. */
function int8Support({ vendor, denseTflops, architecture }: Gpu): FormatSupport | undefined {
  if (vendor !== 'nvidia' || architecture.startsWith('blackwell')) return undefined;
  if (denseTflops.int8 === undefined) return undefined;
  return { kernels: 'tensor-cores', source: `${DOCS}/int8: Turing to Hopper` };
}
