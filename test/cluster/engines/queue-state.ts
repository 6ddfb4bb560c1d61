import { copyOf, emptyHistograms, type Histograms } from './histograms';
import { Random } from './random';

/** A request that is not answered yet; times are those of the queue's own clock. */
export interface QueuedRequest {
  readonly arrivedAt: number;
  readonly outputTokens: number;
}

export interface RunningRequest extends QueuedRequest {
  readonly admittedAt: number;
  readonly firstTokenAt: number;
  /** Where the token clock stands when the answer is complete. */
  readonly lastToken: number;
}

/** One engine between its front end and its answers. */
export interface QueueState {
  readonly seconds: number;
  /** Tokens that a sequence decoding from the start on would have by now. */
  readonly tokenClock: number;
  /** First come, first served. */
  readonly waiting: readonly QueuedRequest[];
  /** In the order of their first tokens. */
  readonly prefilling: readonly RunningRequest[];
  /** In the order of their last tokens. */
  readonly decoding: readonly RunningRequest[];
  readonly arrived: number;
  readonly finished: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly generationTokens: number;
  readonly histograms: Histograms;
  /** Arrivals to be expected until the next one comes. */
  readonly untilArrival: number;
  readonly seed: number;
}

export function emptyQueue(seed: number): QueueState {
  const random = new Random(seed);
  const untilArrival = random.exponential(1);
  return {
    seconds: 0,
    tokenClock: 0,
    waiting: [],
    prefilling: [],
    decoding: [],
    arrived: 0,
    finished: 0,
    promptTokens: 0,
    cachedTokens: 0,
    generationTokens: 0,
    histograms: emptyHistograms(),
    untilArrival,
    seed: random.seed,
  };
}

export function runningIn({ prefilling, decoding }: QueueState): number {
  return prefilling.length + decoding.length;
}

/** The state while it changes. */
export type Draft = {
  -readonly [Key in keyof QueueState]: QueueState[Key] extends readonly (infer One)[]
    ? One[]
    : QueueState[Key];
} & { readonly random: Random };

export function copied(state: QueueState): Draft {
  return {
    ...state,
    waiting: [...state.waiting],
    prefilling: [...state.prefilling],
    decoding: [...state.decoding],
    histograms: copyOf(state.histograms),
    random: new Random(state.seed),
  };
}

export function settled({ random, ...state }: Draft): QueueState {
  return { ...state, seed: random.seed };
}
