import type { Candidate, LoadShape } from './candidate';
import { residentBlocks } from './kv-blocks';

/** Sequences that one rank runs at once, and what stops more. */
export interface SlotLimit {
  readonly limit: number;
  /** `maxNumSeqs` or `kvCache`. */
  readonly limitedBy: 'maxNumSeqs' | 'kvCache';
}

/** Slots of a rank for requests of this shape: the scheduler's, or those that the KV pool holds. */
export function slotsOf({ memory }: Candidate, load: LoadShape): SlotLimit {
  // Mean residency: the whole prompt, but for blocks shared through the cache, and half the answer.
  const held = load.inputTokens * (1 - load.cachedInputShare) + load.outputTokens / 2;
  const { pool, maxNumSeqs } = memory;
  const inCache = pool.groups.length > 0 ? pool.blocks / residentBlocks(pool, held) : Infinity;
  // A pool that holds nobody is no server at all: what is asked of it is how fast it would be.
  return inCache >= 1 && inCache < maxNumSeqs
    ? { limit: inCache, limitedBy: 'kvCache' }
    : { limit: maxNumSeqs, limitedBy: 'maxNumSeqs' };
}
