import { type Candidate, engineLimits, type LoadShape } from '../candidate';
import { type ClosedLoop, closedLoop } from '../closed-loop';
import { krige, type Priors } from './kriging';
import { type LoadPoint, placeOf } from './load-points';
import { sum } from './sums';

/** Measured over predicted time to first token. */
export type FirstTokens = (
  load: LoadShape,
  concurrency: number,
  perTokenMs: number,
  loop: ClosedLoop,
) => number;

/** Wider than a time per token: it hangs on how a benchmark sends its requests. */
const REST = 0.5;
const SIGMA = 0.3;

/**
 * Two multipliers, of the front end, which is there for any prompt, and of the rest, which grows
 * with it; one where all prompts are alike. By the time per token where nobody measured the first.
 */
export function firstTokens(points: readonly LoadPoint[], candidate: Candidate): FirstTokens {
  const measured = points.filter(({ timeToFirstTokenMs }) => timeToFirstTokenMs !== undefined);
  if (measured.length === 0) {
    return (_load, _concurrency, perTokenMs, loop) => perTokenMs / loop.timePerOutputTokenMs;
  }
  const { frontendMs } = engineLimits(candidate);
  const sharesOf = ({ timeToFirstTokenMs: whole }: ClosedLoop): number[] => {
    const frontend = Math.min(1, frontendMs / whole);
    return [frontend, 1 - frontend];
  };
  const prompts = new Set(measured.map(({ load }) => load.inputTokens)).size;
  const spread = prompts > 1 ? SIGMA : 0;
  const priors: Priors = { terms: [spread, spread], rest: REST, reach: [3, 6, 6] };
  const fit = krige(
    measured.map(({ load, concurrency, timeToFirstTokenMs = 0 }) => {
      const loop = closedLoop(candidate, load, concurrency);
      return {
        place: placeOf(load, concurrency),
        shares: sharesOf(loop),
        value: Math.log(timeToFirstTokenMs / loop.timeToFirstTokenMs),
      };
    }),
    priors,
  );
  return (load, concurrency, _perTokenMs, loop) => {
    const level = sum(sharesOf(loop).map((share, k) => share * fit.multipliers[k]));
    return Math.exp(level + fit.restAt(placeOf(load, Math.max(1, concurrency))));
  };
}
