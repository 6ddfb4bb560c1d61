import { assumed } from '../service/assumed';
import type { Leaving } from './leaving';

/** The 99th percentile of an answer where nothing states it. */
const LONG_ANSWER_SECONDS = assumed.longOutputTokens * assumed.tokenSeconds;

/** The hook is a program or a loop whose purpose nobody can read from its text. */
export function isOpaque({ hook }: Leaving): boolean {
  if (hook === undefined || hook.pollsGauges || hook.kind !== 'exec') return false;
  return hook.mostSeconds === undefined || (hook.leastSeconds === 0 && hook.calls.length === 0);
}

/**
 * Seconds that requests in flight have to end: where there is a drain, those that came last, and
 * otherwise those that ran at the deletion.
 */
export function windowSeconds(leaving: Leaving): number {
  const { flagSeconds, onSigterm, engine, hook } = leaving;
  const waited = hookWindowSeconds(leaving);
  if (onSigterm !== 'finished') return waited;
  if (engine.name === 'sglang') return Math.max(waited, unboundedSeconds(leaving));
  return hook?.pollsGauges ? Math.max(waited, flagSeconds) : sleptOn(leaving) + flagSeconds;
}

/** What a hook sleeps after the last request has come in. */
function sleptOn({ hook, propagationSeconds }: Leaving): number {
  return Math.max(0, (hook?.leastSeconds ?? 0) - propagationSeconds);
}

function hookWindowSeconds(leaving: Leaving): number {
  const { hook } = leaving;
  if (hook === undefined) return 0;
  if (!hook.pollsGauges) return hook.leastSeconds;
  if (hook.mostSeconds === undefined) return unboundedSeconds(leaving);
  return Math.min(hook.mostSeconds - hook.leastSeconds, unboundedSeconds(leaving));
}

/** What the grace period leaves to a drain without a limit of its own. */
function unboundedSeconds({ hook, grace, teardownSeconds }: Leaving): number {
  return Math.max(0, grace.value - (hook?.leastSeconds ?? 0) - teardownSeconds);
}

/** From the deletion to the end of the process at the latest; nothing where only SIGKILL ends it. */
export function longestSeconds({
  hook,
  flagSeconds,
  onSigterm,
  engine,
  teardownSeconds,
}: Leaving): number | undefined {
  const least = hook?.leastSeconds ?? 0;
  if (engine.name === 'sglang' || (hook?.pollsGauges && hook.mostSeconds === undefined)) {
    return undefined;
  }
  const polled = hook?.pollsGauges ? (hook.mostSeconds ?? least) : least;
  const drained = onSigterm === 'finished' ? least + flagSeconds : least;
  return Math.max(polled, drained) + teardownSeconds;
}

/** Longest answer that has to be waited for: as planned, or assumed. */
export function longestAnswerSeconds({ service }: Leaving): number {
  return Math.ceil(service.plan?.drain.engineSeconds ?? LONG_ANSWER_SECONDS);
}

/** The engine loses what runs at its end, and nothing that looks at it has waited before. */
export function drainsNothing(leaving: Leaving): boolean {
  const { onSigterm, hook } = leaving;
  if (onSigterm === 'finished' || onSigterm === 'unknown') return false;
  return !hook?.pollsGauges && !isOpaque(leaving);
}

/** And no hook has slept for as long as an answer takes. */
export function losesStreams(leaving: Leaving): boolean {
  return drainsNothing(leaving) && windowSeconds(leaving) < longestAnswerSeconds(leaving);
}

/** The hook takes so long in any case that SIGKILL comes before the engine has ended. */
export function leavesNothing(leaving: Leaving): boolean {
  const { hook, grace, teardownSeconds } = leaving;
  const least = hook?.leastSeconds ?? 0;
  return least > 0 && least >= grace.value - teardownSeconds && !losesStreams(leaving);
}
