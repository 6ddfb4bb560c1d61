/** Multiples to which a kernel pads the width of an expert's slice and of its input. */
export interface ExpertPadding {
  readonly intermediate: number;
  readonly input: number;
}

/** What decides which kernels a GPU gets. */
export interface KernelDevice {
  readonly vendor: string;
  readonly architecture: string;
  readonly interconnectGBps?: number;
}

/** Triton's swizzled layout on Hopper. */
const TRITON: ExpertPadding = { intermediate: 64, input: 256 };
/** Ampere, Ada and the Blackwell of workstations, which has no kernels of its own. */
const MARLIN: ExpertPadding = { intermediate: 128, input: 256 };
/** FlashInfer on data-centre Blackwell, and AITER or Triton on AMD. */
const WIDE: ExpertPadding = { intermediate: 256, input: 256 };

/**
 * Padding of MXFP4 experts (`vllm/model_executor/layers/quantization/mxfp4.py`, 0.10.1 to 0.19):
 * start-up logs of gpt-oss-20b show 13.47 GiB on H100, 13.72 GiB on A100 and GB10.
 */
export function mxfp4Padding({
  vendor,
  architecture,
  interconnectGBps,
}: KernelDevice): ExpertPadding {
  if (vendor === 'amd') return WIDE;
  if (architecture === 'hopper') return TRITON;
  const isDataCentre = architecture.startsWith('blackwell') && interconnectGBps !== undefined;
  return isDataCentre ? WIDE : MARLIN;
}

/**
 * GiB that loading seems to take beyond the weights: on ROCm the engine asks the driver, whose
 * answer holds the context and what the allocator keeps (15.30 for the 14.99 GiB of Llama-3.1-8B
 * on MI300X, vLLM 0.9.2).
 */
export function loadingOverheadGiB({ vendor }: KernelDevice): number {
  return vendor === 'amd' ? 0.3 : 0;
}
