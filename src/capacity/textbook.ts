import type { TextbookExample, TextbookView } from './answer';

/**
 * The rule of thumb that sizing articles teach: Little's law over an assumed batch, divided by a
 * utilization target, plus a percentage. Kept so that its readers can check the plan against it.
 */
export interface TextbookInputs {
  readonly requestsPerSecond: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly timeToFirstTokenMs: number;
  readonly timePerOutputTokenMs: number;
  readonly kvCacheTokens: number;
  /** What one pod runs at once, by compute and not by memory. */
  readonly concurrencyPerPod: number;
}

const UTILIZATION = 0.7;
const BUFFER = 0.3;

/** duration = TTFT + output · TPOT, in milliseconds. */
export function textbookDurationMs(inputs: TextbookInputs): number {
  const { timeToFirstTokenMs, outputTokens, timePerOutputTokenMs } = inputs;
  return timeToFirstTokenMs + outputTokens * timePerOutputTokenMs;
}

/** Little's law: rate · duration. */
export function textbookInFlight(inputs: TextbookInputs): number {
  return (inputs.requestsPerSecond * textbookDurationMs(inputs)) / 1000;
}

/** The formula on one request, its worked examples, and where the plan differs. */
export function textbookView(inputs: TextbookInputs, differences: string[]): TextbookView {
  const { inputTokens, outputTokens, kvCacheTokens, concurrencyPerPod } = inputs;
  const durationSeconds = textbookDurationMs(inputs) / 1000;
  const inFlight = textbookInFlight(inputs);
  const pods = ceil(inFlight / concurrencyPerPod / UTILIZATION);
  return {
    durationSeconds,
    inFlight,
    contextsPerPod: Math.floor(kvCacheTokens / (inputTokens + outputTokens)),
    concurrencyPerPod,
    pods,
    podsWithBuffer: ceil(pods * (1 + BUFFER)),
    examples: textbookExamples(),
    differences,
  };
}

/** The article's own examples, recomputed from its own inputs. */
export function textbookExamples(): TextbookExample[] {
  return [chat70b(), chatTwoGpus(), queueFromObjective(), queueFromInterview()];
}

const articleChat: TextbookInputs = {
  requestsPerSecond: 100,
  inputTokens: 500,
  outputTokens: 300,
  timeToFirstTokenMs: 200,
  timePerOutputTokenMs: 30,
  kvCacheTokens: 1_000_000,
  concurrencyPerPod: 200,
};

function chat70b(): TextbookExample {
  const inFlight = textbookInFlight(articleChat);
  const contexts = articleChat.kvCacheTokens / (articleChat.inputTokens + articleChat.outputTokens);
  const pods = ceil(inFlight / articleChat.concurrencyPerPod / UTILIZATION);
  const buffered = ceil(pods * (1 + BUFFER));
  return {
    title: 'Llama-3-70B chat on 8×H100 at 100 requests/s',
    steps: [
      `1,000,000 KV tokens / 800 tokens = ${contexts} contexts`,
      `100 × 9.2 s = ${inFlight} in flight`,
      `${inFlight} / 200 / 0.7 → ${pods} pods`,
      `${pods} × 1.3 → ${buffered} pods`,
    ],
    results: [contexts, inFlight, pods, buffered],
  };
}

function chatTwoGpus(): TextbookExample {
  const inFlight = textbookInFlight(articleChat);
  const rough = ceil(inFlight / 64);
  const utilized = ceil(rough / UTILIZATION);
  const buffered = ceil(utilized * (1 + BUFFER));
  return {
    title: 'The same traffic at max_num_seqs 64',
    steps: [
      `${inFlight} / 64 → ${rough} pods`,
      `${rough} / 0.7 → ${utilized} pods`,
      `${utilized} × 1.3 → ${buffered} pods`,
    ],
    results: [rough, utilized, buffered],
  };
}

function queueFromObjective(): TextbookExample {
  const leaving = 32 / 0.05;
  const depth = leaving * (0.5 - 0.1);
  const critical = Math.floor(depth / 100) * 100;
  return {
    title: 'Queue depth from TTFT p95 500 ms with 100 ms of prefill',
    steps: [
      `32 requests / 50 ms = ${leaving} requests/s`,
      `${leaving} × 0.4 s = ${depth} waiting`,
      `critical ${critical}, warning ${critical / 2}, scale ${critical / 4}`,
    ],
    results: [depth, critical, critical / 2, critical / 4],
  };
}

function queueFromInterview(): TextbookExample {
  return {
    title: 'Queue threshold from a wait of 100 ms at 50 ms per token',
    steps: ['100 / 50 = 2'],
    results: [100 / 50],
  };
}

function ceil(value: number): number {
  return Math.ceil(value - 1e-9);
}
