import type { Candidate } from './candidate';
import { closedLoop } from './closed-loop';
import type { PlanInputs } from './resolve';
import type { StepLaw } from './steady-state';

/** Measured over predicted time per output token, as a geometric mean over the load points. */
export function calibrationFactor({ request }: PlanInputs, candidate: Candidate): number {
  const rows = request.calibration ?? [];
  if (rows.length === 0) return 1;
  const logs = rows.map((row) => {
    const load = { ...row, cachedInputShare: 0, inputVariation: 0 };
    const { timePerOutputTokenMs } = closedLoop(candidate, load, row.concurrency);
    return Math.log(row.timePerOutputTokenMs / timePerOutputTokenMs);
  });
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/** The step law scaled to what a benchmark of this configuration showed. */
export function calibrated(inputs: PlanInputs, candidate: Candidate, law: StepLaw): StepLaw {
  const factor = calibrationFactor(inputs, candidate);
  return {
    baseMs: law.baseMs * factor,
    perSequenceMs: law.perSequenceMs * factor,
    perInputTokenMs: law.perInputTokenMs * factor,
  };
}
