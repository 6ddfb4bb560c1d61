import * as fc from 'fast-check';
import type { PlanAnswer } from '../../src/capacity/answer';
import type { PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { InvalidInput, type Violation } from '../../src/violations';

/** The worked request: 100 requests/s of chat on eight H100 a replica. */
export const chat70b = {
  name: 'chat',
  namespace: 'serving',
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  accelerator: 'H100-SXM',
  parallelism: { tensor: 8 },
  traffic: { peakRequestsPerSecond: 100, inputTokens: 500, outputTokens: 300 },
  objectives: { timeToFirstTokenP95Ms: 200, timePerOutputTokenP95Ms: 30 },
} satisfies PlanRequest;

/** The plan of the worked request with some of its parts replaced. */
export function chat(change: Partial<PlanRequest> = {}): PlanAnswer {
  return planFor({ ...chat70b, ...change });
}

/** Why a request is refused, in the order of the answer; nothing where it is planned. */
export function refusals(request: unknown): readonly Violation[] {
  try {
    planFor(request);
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
  return [];
}

/** A section that the request is known to have. */
export function must<T>(section: T | undefined): T {
  if (section === undefined) throw new Error('the plan has no such section');
  return section;
}

const SERVED = [
  {
    model: 'meta-llama/Llama-3.3-70B-Instruct',
    accelerator: 'H100-SXM',
    parallelism: { tensor: 8 },
  },
  { model: 'meta-llama/Llama-3.1-8B-Instruct', accelerator: 'L4', parallelism: { tensor: 1 } },
  { model: 'openai/gpt-oss-120b', accelerator: 'H200', parallelism: { tensor: 2 } },
  { model: 'google/gemma-3-27b-it', accelerator: 'A100-80GB-SXM', parallelism: { tensor: 4 } },
  { model: 'Qwen/Qwen3.6-27B', accelerator: 'H100-SXM', parallelism: { tensor: 2 } },
  {
    model: 'deepseek-ai/DeepSeek-V3',
    accelerator: 'H200',
    parallelism: { tensor: 8, pipeline: 2 },
  },
] satisfies PlanRequest[];

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

/** Plausible requests at a stated parallelism, with most of what may be left out. */
export const plausible: fc.Arbitrary<PlanRequest & { traffic: object; objectives: object }> = fc
  .record({
    base: fc.constantFrom(...SERVED),
    traffic: fc.record({
      peakRequestsPerSecond: fc.double({ min: 0.1, max: 500, noNaN: true }),
      inputTokens: fc.integer({ min: 20, max: 4000 }),
      outputTokens: fc.integer({ min: 10, max: 1500 }),
      cachedInputShare: optional(fc.double({ min: 0, max: 0.9, noNaN: true })),
      routing: optional(fc.constantFrom('random' as const, 'load-aware' as const)),
    }),
    objectives: fc.record({
      timeToFirstTokenP95Ms: fc.integer({ min: 100, max: 5000 }),
      timePerOutputTokenP95Ms: fc.integer({ min: 10, max: 200 }),
      spareReplicas: optional(fc.integer({ min: 0, max: 3 })),
    }),
    caches: optional(
      fc.constantFrom({}, { image: true, compile: true, weights: 'node-local' as const }),
    ),
    kubernetesVersion: fc.constantFrom('1.33', '1.35'),
  })
  .map(({ base, kubernetesVersion, ...rest }) => ({
    name: 'chat',
    ...base,
    ...rest,
    platform: { kubernetesVersion },
  }));
