import { assumptions } from './defaults';
import type { StepShape } from './mixed-steps';
import type { PlanRequest, TrafficRequest } from './request';

/** Mean lengths of a request, in tokens. */
export interface Lengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const NOTHING: Lengths = { inputTokens: 0, outputTokens: 0 };

/** Stated lengths, else those of the history, else what the plan assumes. */
export function lengthsOf({ inputTokens, outputTokens, history }: TrafficRequest): Lengths {
  const measured: Partial<Lengths> = typeof history === 'object' ? history : {};
  return {
    inputTokens: inputTokens ?? measured.inputTokens ?? assumptions.inputTokens.value,
    outputTokens: outputTokens ?? measured.outputTokens ?? assumptions.outputTokens.value,
  };
}

/** The context that the mean request of the traffic needs; 0 without traffic. */
export function meanContext({ traffic }: PlanRequest): number {
  if (!traffic) return 0;
  const { inputTokens, outputTokens } = lengthsOf(traffic);
  return inputTokens + outputTokens;
}

/** The longest sequences that are asked for, tails included; 0 without traffic and benchmark. */
export function longestAsked({ traffic, operatingPoint: point }: PlanRequest): number {
  const { inputTokens, outputTokens } = traffic ? lengthsOf(traffic) : NOTHING;
  const tails =
    (traffic?.inputTokensP95 ?? inputTokens) + (traffic?.outputTokensP99 ?? outputTokens);
  return Math.ceil(Math.max(tails, point ? point.inputTokens + point.outputTokens : 0));
}

/** The lengths as the steps of an engine see them. */
export function stepsOf({
  inputTokens,
  outputTokens,
  cachedInputShare,
}: Lengths & { readonly cachedInputShare: number }): StepShape {
  return { inputTokens, outputTokens, uncachedTokens: inputTokens * (1 - cachedInputShare) };
}
