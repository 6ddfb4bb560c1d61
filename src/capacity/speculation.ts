import { acceptanceOf } from '../engines/speculation';

/** Draft tokens of a step and what comes of them. */
export interface Speculation {
  readonly draftTokens: number;
  /** Tokens that one sequence gains by a step: the accepted drafts and the one that corrects them. */
  readonly tokensPerStep: number;
}

export interface SpeculativeSettings {
  readonly method: string;
  readonly tokens: number;
  /** Share of drafts that are kept, each given those before it. */
  readonly acceptance?: number;
}

const NONE: Speculation = { draftTokens: 0, tokensPerStep: 1 };

/**
 * A draft counts while all before it were kept, so k drafts kept with probability α each give
 * (1 − α^(k+1)) / (1 − α) tokens. The gain in time falls with the batch: every sequence verifies
 * k + 1 tokens, and past the ridge of the roofline each of them costs arithmetic.
 */
export function speculationOf(settings: SpeculativeSettings | undefined): Speculation {
  if (!settings) return NONE;
  const { method, tokens, acceptance = acceptanceOf(method).share } = settings;
  const kept = Array.from({ length: tokens + 1 }, (_, position) => acceptance ** position);
  return { draftTokens: tokens, tokensPerStep: kept.reduce((sum, share) => sum + share, 0) };
}
