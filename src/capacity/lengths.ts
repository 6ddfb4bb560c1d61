import { assumptions } from './defaults';
import type { PlanRequest, TrafficRequest } from './request';

/** Mean lengths of a request, in tokens. */
export interface Lengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Stated lengths, and what the plan assumes for those left out. */
export function lengthsOf({
  inputTokens = assumptions.inputTokens.value,
  outputTokens = assumptions.outputTokens.value,
}: TrafficRequest): Lengths {
  return { inputTokens, outputTokens };
}

/** The context that the mean request of the traffic needs; 0 without traffic. */
export function meanContext({ traffic }: PlanRequest): number {
  if (!traffic) return 0;
  const { inputTokens, outputTokens } = lengthsOf(traffic);
  return inputTokens + outputTokens;
}
