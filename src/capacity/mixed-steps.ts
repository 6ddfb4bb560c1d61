import type { StepTerms } from './step-terms';
import { stepMs } from './step-time';

/** The lengths that steps are computed for, prefix-cache hits left out. */
export interface StepShape {
  readonly inputTokens: number;
  /** Of them, those that no cache holds. */
  readonly uncachedTokens: number;
  readonly outputTokens: number;
}

/** Steps with prompts and steps without, as one rank alternates between them. */
export interface MixedSteps {
  /** Mean length of a step. */
  readonly meanMs: number;
  readonly decodeOnlyMs: number;
  /** Share of the steps that carry prompt tokens. */
  readonly promptShare: number;
  /** Prompt tokens of a step that carries any, and how long it takes. */
  readonly promptTokens: number;
  readonly promptedMs: number;
}

/** Steps over which the chunks of one prompt are spread; below 1 it shares a step with others. */
export function stepsPerPrompt(terms: StepTerms, { uncachedTokens }: StepShape): number {
  return uncachedTokens / terms.tokensPerStep;
}

/**
 * Steps of a rank that decodes `sequences` while `promptsPerStep` arrive. Prompts come one by one,
 * so most steps carry none and a few a whole one: the mean over both, and not a step with the mean
 * number of prompt tokens, which would hide them behind the weights.
 */
export function mixedSteps(
  terms: StepTerms,
  shape: StepShape,
  sequences: number,
  promptsPerStep: number,
): MixedSteps {
  const chunks = Math.max(1, stepsPerPrompt(terms, shape));
  const mean = promptsPerStep * shape.uncachedTokens;
  const some = Math.max(1 - Math.exp(-promptsPerStep * chunks), 1e-12);
  const promptTokens = Math.min(mean / some, terms.tokensPerStep);
  const promptShare = promptTokens > 0 ? Math.min(1, mean / promptTokens) : 0;
  const at = (tokens: number): number => stepMs(terms, loadOf(shape, sequences, tokens));
  const decodeOnlyMs = at(0);
  const promptedMs = promptShare > 0 ? at(promptTokens) : decodeOnlyMs;
  const meanMs = (1 - promptShare) * decodeOnlyMs + promptShare * promptedMs;
  return { meanMs, decodeOnlyMs, promptShare, promptTokens, promptedMs };
}

/** Time from the first to the last chunk of one prompt among `sequences` that decode. */
export function prefillMs(terms: StepTerms, shape: StepShape, sequences: number): number {
  const chunk = Math.min(Math.max(1, shape.uncachedTokens), terms.tokensPerStep);
  const chunks = Math.max(1, stepsPerPrompt(terms, shape));
  return chunks * stepMs(terms, loadOf(shape, sequences, chunk));
}

/** Part that one prompt has in the steps that it shares with others. */
export function promptShareMs(
  { promptTokens, promptedMs }: MixedSteps,
  { uncachedTokens }: StepShape,
): number {
  return promptTokens > 0 ? (promptedMs * uncachedTokens) / promptTokens : 0;
}

/** The same where prompts fill every step to the token budget. */
export function packedMs(terms: StepTerms, shape: StepShape, sequences: number): number {
  const full = stepMs(terms, loadOf(shape, sequences, terms.tokensPerStep));
  return full * stepsPerPrompt(terms, shape);
}

function loadOf({ inputTokens, outputTokens }: StepShape, sequences: number, promptTokens: number) {
  return {
    sequences,
    context: inputTokens + outputTokens / 2,
    promptTokens,
    promptContext: inputTokens / 2,
  };
}
