import type { StepLaw } from '../../src/capacity/steady-state';

/** One engine under open-loop load: what the closed form of the steady state is held against. */
export interface SimulationInputs {
  readonly law: StepLaw;
  readonly requestsPerSecond: number;
  readonly inputTokens: number;
  /** Coefficient of variation of the log-normal prompt. */
  readonly inputVariation: number;
  readonly outputTokens: number;
  readonly tokensPerStep: number;
  /** `max_num_seqs`. */
  readonly slots: number;
  readonly requests: number;
  readonly seed: number;
}

export interface Simulated {
  /** Time averages over all steps after the warm-up. */
  readonly decoding: number;
  readonly waiting: number;
  /** As a request sees it: mean over its tokens. */
  readonly meanStepMs: number;
  readonly timeToFirstTokenMeanMs: number;
  readonly timeToFirstTokenP95Ms: number;
}

interface Prompt {
  readonly arrivedMs: number;
  left: number;
  readonly output: number;
}

/** The first part of a run, in which the batch fills, is not counted. */
const WARM_UP = 0.15;

/**
 * Steps of T = a + b·n + c·p: all decoding sequences advance by a token, what is left of the token
 * budget goes to prompts in the order of arrival, and the step that ends a prompt gives its first
 * token. Arrivals are Poisson, outputs geometric.
 */
export function simulate(inputs: SimulationInputs): Simulated {
  const { law, tokensPerStep, slots } = inputs;
  const random = generator(inputs.seed);
  const waiting: Prompt[] = [];
  const prefilling: Prompt[] = [];
  const leavingAt = new Map<number, number>();
  const firstTokens: number[] = [];
  const sums = { ms: 0, steps: 0, decoding: 0, waiting: 0, tokens: 0, tokenMs: 0 };
  let next = arrival(inputs, random, 0);
  let arrived = 1;
  let decoding = 0;
  let clock = 0;
  for (let step = 0; arrived < inputs.requests; step++) {
    decoding -= leavingAt.get(step) ?? 0;
    leavingAt.delete(step);
    if (decoding + prefilling.length + waiting.length === 0) clock = next.arrivedMs;
    for (; next.arrivedMs <= clock; arrived++) {
      waiting.push(next);
      next = arrival(inputs, random, next.arrivedMs);
    }
    while (waiting.length > 0 && decoding + prefilling.length < slots) {
      prefilling.push(waiting.shift() as Prompt);
    }
    const done = prefill(prefilling, tokensPerStep - decoding);
    const ms = law.baseMs + law.perSequenceMs * decoding + law.perInputTokenMs * done.tokens;
    clock += ms;
    if (arrived > inputs.requests * WARM_UP) {
      sums.ms += ms;
      sums.decoding += decoding * ms;
      sums.waiting += waiting.length * ms;
      sums.tokens += decoding;
      sums.tokenMs += decoding * ms;
      firstTokens.push(...done.prompts.map(({ arrivedMs }) => clock - arrivedMs));
    }
    decoding += done.prompts.length;
    for (const { output } of done.prompts) {
      leavingAt.set(step + 1 + output, (leavingAt.get(step + 1 + output) ?? 0) + 1);
    }
  }
  firstTokens.sort((a, b) => a - b);
  return {
    decoding: sums.decoding / sums.ms,
    waiting: sums.waiting / sums.ms,
    meanStepMs: sums.tokenMs / sums.tokens,
    timeToFirstTokenMeanMs: firstTokens.reduce((sum, ms) => sum + ms, 0) / firstTokens.length,
    timeToFirstTokenP95Ms: firstTokens[Math.floor(firstTokens.length * 0.95)],
  };
}

function prefill(queue: Prompt[], budget: number): { tokens: number; prompts: Prompt[] } {
  let tokens = 0;
  const prompts: Prompt[] = [];
  while (queue.length > 0 && tokens < budget) {
    const [first] = queue;
    const taken = Math.min(first.left, budget - tokens);
    first.left -= taken;
    tokens += taken;
    if (first.left === 0) prompts.push(queue.shift() as Prompt);
  }
  return { tokens, prompts };
}

function arrival(inputs: SimulationInputs, random: () => number, after: number): Prompt {
  const { requestsPerSecond, inputTokens, inputVariation, outputTokens } = inputs;
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const sigma = Math.sqrt(Math.log(1 + inputVariation ** 2));
  const normal = Math.sqrt(exponential(2)) * Math.cos(2 * Math.PI * random());
  return {
    arrivedMs: after + exponential(1000 / requestsPerSecond),
    left: Math.max(1, Math.round(inputTokens * Math.exp(sigma * normal - sigma ** 2 / 2))),
    output: Math.max(1, Math.round(exponential(outputTokens))),
  };
}

/** Mulberry32: small, seeded, the same on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
