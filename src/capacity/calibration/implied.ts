import type { CalibrationRow } from './row';

/**
 * The row with its time per output token where only its throughput is stated: by Little's law each
 * request of a closed loop stays for `concurrency` answers, and what is not the first token is the others.
 */
export function withTokenTime<T extends Partial<CalibrationRow>>(row: T): T {
  const { concurrency, numPrompts = Infinity, outputTokens, timeToFirstTokenMs = 0 } = row;
  const { timePerOutputTokenMs, outputTokensPerSecond } = row;
  if (timePerOutputTokenMs !== undefined) return row;
  if (!concurrency || !outputTokens || !outputTokensPerSecond) return row;
  const inFlight = Math.min(concurrency, numPrompts);
  const endToEndMs = (1000 * inFlight * outputTokens) / outputTokensPerSecond;
  const implied = (endToEndMs - timeToFirstTokenMs) / Math.max(1, outputTokens - 1);
  return implied > 0 ? { ...row, timePerOutputTokenMs: implied } : row;
}
