import type { Candidate } from './candidate';

/** Least and most that a server shows for each unit predicted: four of five records lie between. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** Bands of a prediction, one for each of its figures. */
export interface SpeedBands {
  readonly timePerOutputToken: Band;
  readonly timeToFirstToken: Band;
  readonly outputTokensPerSecond: Band;
}

const vllm: SpeedBands = {
  timePerOutputToken: { low: 0.83, high: 1.25 },
  timeToFirstToken: { low: 0.5, high: 1.8 },
  outputTokensPerSecond: { low: 0.8, high: 1.25 },
};

const otherEngines: SpeedBands = {
  timePerOutputToken: { low: 0.77, high: 1.3 },
  timeToFirstToken: { low: 0.3, high: 3 },
  outputTokensPerSecond: { low: 0.75, high: 1.35 },
};

/** Accelerators that nobody measured, or with a model or two only, and drafts whose acceptance nobody stated. */
const unmeasured: SpeedBands = {
  timePerOutputToken: { low: 0.6, high: 1.7 },
  timeToFirstToken: { low: 0.3, high: 3 },
  outputTokensPerSecond: { low: 0.55, high: 1.7 },
};

/** Without a steady state: what waits and what decodes depends on the order that prompts are let in. */
export const crowdBands: SpeedBands = {
  timePerOutputToken: { low: 0.4, high: 3 },
  timeToFirstToken: { low: 0.35, high: 3.5 },
  outputTokensPerSecond: { low: 0.3, high: 1.6 },
};

/** Bands of an uncalibrated prediction, set on the records and checked by `bench:accuracy`. */
export function speedBands({ efficiency, step }: Candidate, engine: string): SpeedBands {
  const { source, isNarrow } = efficiency;
  const isGuess = source.startsWith('assumed') || isNarrow;
  if (isGuess || step.speculation.draftTokens > 0) return unmeasured;
  return engine === 'vllm' ? vllm : otherEngines;
}
