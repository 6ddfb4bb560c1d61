import type { StepTerms } from '../../src/capacity/step-terms';

/** A step of round numbers: 4 ms of overhead, 6 ms of weights, 0.01 ms of arithmetic a token. */
export function terms(over: Partial<StepTerms> = {}): StepTerms {
  return {
    overheadMs: 4,
    launchMs: 8,
    hostPerSequenceMs: 0.01,
    core: { readMs: 6, perTokenMs: 0.01 },
    headMs: 1,
    cacheMs: (context) => context / 100_000,
    stateMs: 0,
    attentionMs: () => 0.002,
    linkMs: 0.5,
    linkPerTokenMs: 0.001,
    tokensPerStep: 2048,
    speculation: { draftTokens: 0, tokensPerStep: 1 },
    draftMs: 0,
    ...over,
  };
}
