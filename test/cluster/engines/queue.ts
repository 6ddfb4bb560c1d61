import { observe } from './histograms';
import {
  copied,
  type Draft,
  type QueueState,
  type RunningRequest,
  runningIn,
  settled,
} from './queue-state';
import type { Pace, Replica } from './replica';

/**
 * The queue after `seconds` of Poisson arrivals at a rate. A request runs as soon as one of the
 * slots is free: it reads its prompt, then takes a token in every step, and all steps are as long
 * as the number that runs makes them.
 */
export function advance(
  state: QueueState,
  arrivalsPerSecond: number,
  seconds: number,
  replica: Replica,
): QueueState {
  const queue = copied(state);
  const end = state.seconds + seconds;
  for (;;) {
    const pace = replica.paceAt(Math.max(1, runningIn(queue)));
    const { elapsed, happens } = next(queue, pace, arrivalsPerSecond, end);
    pass(queue, elapsed, pace, replica, arrivalsPerSecond);
    if (!happens) return settled(queue);
    happens(queue, replica);
  }
}

/** What is about to happen and when; nothing before the end. */
function next(
  queue: Draft,
  { tokenSeconds }: Pace,
  arrivalsPerSecond: number,
  end: number,
): { elapsed: number; happens?: (queue: Draft, replica: Replica) => void } {
  const { seconds, prefilling, decoding } = queue;
  const events = [
    { in: end - seconds, happens: undefined },
    { in: queue.untilArrival / arrivalsPerSecond, happens: arrive },
    ...prefilling.slice(0, 1).map((one) => ({ in: one.firstTokenAt - seconds, happens: begin })),
    ...decoding
      .slice(0, 1)
      .map((one) => ({ in: (one.lastToken - queue.tokenClock) * tokenSeconds, happens: finish })),
  ];
  const first = events.reduce((least, event) => (event.in < least.in ? event : least));
  return { elapsed: Math.max(0, first.in), happens: first.happens };
}

/** Time passes in which nothing comes, begins or ends. */
function pass(
  queue: Draft,
  elapsed: number,
  { tokenSeconds, firstTokenSeconds }: Pace,
  replica: Replica,
  arrivalsPerSecond: number,
): void {
  const { prefilling, decoding, histograms } = queue;
  const steps = elapsed / tokenSeconds;
  queue.seconds += elapsed;
  queue.tokenClock += steps;
  queue.untilArrival = Math.max(0, queue.untilArrival - elapsed * arrivalsPerSecond);
  if (prefilling.length + decoding.length === 0) return;
  const generated = decoding.length * steps;
  queue.generationTokens += generated;
  observe(histograms, { 'vllm:inter_token_latency_seconds': tokenSeconds }, generated);
  const prompts = prefilling.length * (replica.inputTokens - replica.cachedTokens);
  const perStep = decoding.length + (prompts * tokenSeconds) / firstTokenSeconds;
  observe(histograms, { 'vllm:iteration_tokens_total': perStep }, steps);
}

function arrive(queue: Draft, replica: Replica): void {
  const outputTokens = queue.random.geometric(replica.outputTokens);
  queue.untilArrival = queue.random.exponential(1);
  queue.arrived += 1;
  queue.waiting.push({ arrivedAt: queue.seconds, outputTokens });
  admit(queue, replica);
}

function admit(queue: Draft, replica: Replica): void {
  const [request] = queue.waiting;
  const running = runningIn(queue);
  if (!request || running >= replica.slots) return;
  queue.waiting.shift();
  const { firstTokenSeconds, firstTokenP95Seconds } = replica.paceAt(running + 1);
  const { seconds: admittedAt, random } = queue;
  const firstTokenAt = admittedAt + random.logNormal(firstTokenSeconds, firstTokenP95Seconds);
  insert(
    queue.prefilling,
    { ...request, admittedAt, firstTokenAt, lastToken: Infinity },
    (one) => one.firstTokenAt,
  );
}

/** A prompt is read: the first token comes out, and the sequence decodes. */
function begin(queue: Draft, replica: Replica): void {
  const request = queue.prefilling.shift() as RunningRequest;
  queue.promptTokens += replica.inputTokens;
  queue.cachedTokens += replica.cachedTokens;
  observe(queue.histograms, {
    'vllm:time_to_first_token_seconds': queue.seconds - request.arrivedAt,
  });
  const lastToken = queue.tokenClock + request.outputTokens;
  insert(queue.decoding, { ...request, lastToken }, (one) => one.lastToken);
}

function finish(queue: Draft, replica: Replica): void {
  const request = queue.decoding.shift() as RunningRequest;
  const { arrivedAt, admittedAt, firstTokenAt, outputTokens } = request;
  const { seconds: now } = queue;
  queue.finished += 1;
  observe(queue.histograms, {
    'vllm:request_prompt_tokens': replica.inputTokens,
    'vllm:request_prefill_kv_computed_tokens': replica.inputTokens - replica.cachedTokens,
    'vllm:request_generation_tokens': outputTokens,
    'vllm:request_max_num_generation_tokens': outputTokens,
    'vllm:request_params_max_tokens': outputTokens,
    'vllm:request_params_n': 1,
    'vllm:request_num_preemptions': 0,
    'vllm:request_queue_time_seconds': admittedAt - arrivedAt,
    'vllm:request_prefill_time_seconds': firstTokenAt - admittedAt,
    'vllm:request_decode_time_seconds': now - firstTokenAt,
    'vllm:request_inference_time_seconds': now - admittedAt,
    'vllm:e2e_request_latency_seconds': now - arrivedAt,
    'vllm:request_time_per_output_token_seconds': (now - firstTokenAt) / outputTokens,
  });
  admit(queue, replica);
}

function insert(
  sorted: RunningRequest[],
  request: RunningRequest,
  key: (one: RunningRequest) => number,
): void {
  let place = sorted.length;
  while (place > 0 && key(sorted[place - 1]) > key(request)) place -= 1;
  sorted.splice(place, 0, request);
}
