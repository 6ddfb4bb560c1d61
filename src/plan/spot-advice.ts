import type { Ledger } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import { type DrainParts, engineSecondsWithin } from '../kube/drain';

/** What to change so that a drain holds the notice of a spot node; nothing that would not help. */
export function spotAdvice(
  load: Load | undefined,
  parts: DrainParts,
  noticeSeconds: number,
  ledger: Ledger,
): string {
  const window = engineSecondsWithin(noticeSeconds, parts);
  const isPinned = ledger.pinned('/drain/engineSeconds') !== undefined;
  if (isPinned && window >= 0) return `pin a drain window of at most ${window} s, or run on demand`;
  if (isPinned || !load) return 'run on demand';
  const { timeToFirstTokenP95Ms, timePerOutputTokenP95Ms } = load.objectives;
  const longest = Math.floor((window * 1000 - timeToFirstTokenP95Ms) / timePerOutputTokenP95Ms);
  if (longest < load.outputTokens) {
    return `run on demand: not even the mean answer ends within the ${Math.max(0, window)} s that the notice leaves`;
  }
  const tail = ledger.evidence.find(({ quantity }) => quantity === '/traffic/outputTokensP99');
  const assumed = tail?.kind === 'assumed' ? `, ${Math.round(tail.value)} were assumed` : '';
  return `state traffic.outputTokensP99 of at most ${longest}${assumed}, or run on demand`;
}
