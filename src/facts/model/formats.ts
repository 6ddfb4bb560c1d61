import type { WeightFormat } from './geometry';

/** Bytes of one parameter in a weight format, its scales included. */
export interface FormatRow {
  readonly bytesPerParameter: number;
  readonly source: string;
}

const rows: Readonly<Record<WeightFormat, FormatRow>> = {
  bf16: { bytesPerParameter: 2, source: 'IEEE 754 truncated to 16 bits, no scales' },
  fp8: {
    bytesPerParameter: 1 + 4 / 128 ** 2,
    source: 'one float32 scale for each block of 128 by 128 (DeepSeek-V3 config.json)',
  },
  int8: { bytesPerParameter: 1, source: 'one scale for each output channel, below 0.1 %' },
  int4: {
    bytesPerParameter: groupedBytes(4, 128, 16 + 4),
    source:
      'AWQ and GPTQ: a 16-bit scale and a 4-bit zero for each 128; three vLLM logs of AWQ ' +
      'checkpoints show 0.518 to 0.527 bytes',
  },
  mxfp4: {
    bytesPerParameter: groupedBytes(4, 32, 8),
    source: 'OCP microscaling formats 1.0: an 8-bit exponent for each 32',
  },
  nvfp4: {
    bytesPerParameter: groupedBytes(4, 16, 8),
    source: 'NVIDIA Blackwell: an FP8 scale for each 16',
  },
};

/** Every format a plan can be asked for. */
export const formatNames: readonly WeightFormat[] = Object.keys(rows) as WeightFormat[];

/** Bytes per parameter and their source. */
export function weightFormat(format: WeightFormat): FormatRow {
  return rows[format];
}

/** Bytes of one parameter of `bits` when each group of `group` carries `overheadBits`. */
export function groupedBytes(bits: number, group: number, overheadBits: number): number {
  return (bits + overheadBits / group) / 8;
}
