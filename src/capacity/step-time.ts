import { linkCosts } from '../facts/efficiency';
import type { ExpertTerms, StepTerms, WorkTerms } from './step-terms';

/** Load of one step on one data-parallel rank. */
export interface StepLoad {
  readonly sequences: number;
  readonly context: number;
  readonly promptTokens: number;
  /** Mean context of a prompt token, half the prompt. */
  readonly promptContext: number;
}

/** Milliseconds of one step: overheads, weights or arithmetic, KV cache, links. */
export function stepMs(terms: StepTerms, load: StepLoad): number {
  const { sequences, context, promptTokens, promptContext } = load;
  const { draftTokens } = terms.speculation;
  const tokens = sequences * (1 + draftTokens) + promptTokens;
  const step =
    terms.overheadMs +
    terms.headMs +
    (sequences > 0 ? terms.draftMs : 0) +
    workMs(terms.core, tokens, 1) +
    expertMs(terms.experts, tokens) +
    sequences * (terms.hostPerSequenceMs + terms.cacheMs(context) + terms.stateMs) +
    (promptTokens > 0 ? promptTokens * terms.attentionMs(promptContext) : 0) +
    terms.linkMs +
    tokens * terms.linkPerTokenMs;
  return promptTokens > 0 ? Math.max(step, terms.launchMs) : step;
}

/** Reading and arithmetic overlap, but for the tiles at the edges: the root of the squares. */
function workMs({ readMs, perTokenMs }: WorkTerms, tokens: number, readShare: number): number {
  return Math.hypot(readMs * readShare, perTokenMs * tokens);
}

/** A step reads the experts that its tokens reach. */
function expertMs(experts: ExpertTerms | undefined, tokens: number): number {
  if (!experts) return 0;
  const drawn = tokens * experts.ranks * linkCosts.independentTokens;
  return workMs(experts, tokens, 1 - (1 - experts.share) ** drawn);
}
