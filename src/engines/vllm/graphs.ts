import { covers, type VersionedRow, valueAt } from '../by-version';

/** What the default list of captured batch sizes depends on. */
export interface CaptureInputs {
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** Draft tokens a step, 0 without speculation. */
  readonly speculativeTokens: number;
  /** Of the accelerator, e.g. `hopper`. */
  readonly architecture: string;
}

/** Batch size from which the list goes on in wider steps; absent where it never does. */
const wideFromRows: readonly VersionedRow<number | undefined>[] = [
  { since: '0.8', value: undefined, source: 'vllm/config/scheduler.py, 0.11.0' },
  {
    since: '0.12',
    value: 256,
    source: 'vllm-project/vllm#26016; the release that has it is assumed',
  },
];

/** Sets of graphs by default: of the pieces, and later of the whole step beside them. */
const setsRows: readonly VersionedRow<number>[] = [
  { since: '0.1', value: 1, source: 'vllm/config/compilation.py, 0.10.2' },
  { since: '0.11', value: 2, source: 'FULL_AND_PIECEWISE: vllm-project/vllm#25444' },
];

/** Graphs of one batch size that a release captures unless it is told otherwise. */
export function defaultGraphSets(version: string): number {
  return valueAt(setsRows, version) ?? 2;
}

const SMALLEST = [1, 2, 4];
const STEP = 8;
const WIDE_STEP = 16;
const LARGEST = 512;
/** The first engine core went to half of it: 35 sizes in its logs. */
const largestRows: readonly VersionedRow<number>[] = [
  { since: '0.1', value: 256, source: 'cudagraph_capture_sizes in a log of 0.8.5 with that core' },
  { since: '0.8', value: 512, source: 'vllm/config/scheduler.py, 0.11.0' },
];
/** Blackwell captures up to twice that: vllm-project/vllm#49390. */
const LARGEST_BLACKWELL = 1024;

/** Batch sizes that `vllm serve` captures unless it is told others. */
export function defaultCaptureSizes(version: string, inputs: CaptureInputs): number[] {
  const { maxNumSeqs, maxNumBatchedTokens, speculativeTokens, architecture } = inputs;
  const isWide = architecture.startsWith('blackwell') && covers({ since: '0.28' }, version);
  const largest = Math.min(
    2 * maxNumSeqs * (1 + speculativeTokens),
    isWide ? LARGEST_BLACKWELL : (valueAt(largestRows, version) ?? LARGEST),
    maxNumBatchedTokens,
  );
  const wideFrom = valueAt(wideFromRows, version) ?? Number.POSITIVE_INFINITY;
  const sizes = SMALLEST.filter((size) => size <= largest);
  for (let size = STEP; size <= largest; size += size < wideFrom ? STEP : WIDE_STEP) {
    sizes.push(size);
  }
  return sizes;
}

/** The first release in which `-O` is an optimization level: before, it was one of the compiler. */
export const optimizationLevelSince = '0.12';
