import * as fc from 'fast-check';
import { Example } from '../world/example';
import { advance } from './queue';
import { emptyQueue, type QueueState, runningIn } from './queue-state';
import { type Replica, replicaOf, secondsOf } from './replica';
import { sampleReplica } from './sample-replica';

const oneToken = { ...sampleReplica, outputTokens: 1 };

function after(
  periods: readonly (readonly [rate: number, seconds: number])[],
  replica: Replica,
): QueueState {
  return periods.reduce(
    (queue, [rate, seconds]) => advance(queue, rate, seconds, replica),
    emptyQueue(1),
  );
}

test('a request that finds a free slot is answered after its prompt and its tokens', () => {
  const queue = after(
    [
      [1000, 0.003],
      [0, 1.05],
      [0, 0.1],
    ],
    { ...oneToken, slots: 100 },
  );
  expect(queue.arrived).toBeGreaterThan(0);
  expect(queue).toMatchObject({ finished: queue.arrived, prefilling: [], decoding: [] });
  const { counts, sum } = queue.histograms['vllm:e2e_request_latency_seconds'];
  expect(sum / queue.finished).toBeCloseTo(1.1, 6);
  // 1 s < 1.1 s ≤ 1.5 s.
  expect(counts[4]).toBe(queue.finished);
});

test('with all slots taken requests wait, first come first served', () => {
  const crowd = after([[1000, 0.02]], oneToken);
  expect(runningIn(crowd)).toBe(2);
  expect(crowd.waiting).toHaveLength(crowd.arrived - 2);
  expect(crowd.waiting.map(({ arrivedAt }) => arrivedAt)).toEqual(
    crowd.waiting.map(({ arrivedAt }) => arrivedAt).sort((a, b) => a - b),
  );
  // Two by two, 1.1 s each.
  const later = advance(crowd, 0, 3.4, oneToken);
  expect(later.finished).toBe(6);
});

test('without arrivals what runs and what waits is answered to the last request', () => {
  const drained = after(
    [
      [50, 2],
      [0, 600],
    ],
    sampleReplica,
  );
  expect(drained.arrived).toBeGreaterThan(60);
  expect(drained).toMatchObject({ finished: drained.arrived, waiting: [] });
  expect(runningIn(drained)).toBe(0);
});

test('tokens come out one a step, and a prompt is counted with its first', () => {
  const queue = after(
    [
      [20, 3],
      [0, 300],
    ],
    sampleReplica,
  );
  const { sum } = queue.histograms['vllm:request_generation_tokens'];
  expect(queue.generationTokens).toBeCloseTo(sum, 6);
  expect(queue.promptTokens).toBe(queue.finished * 100);
  expect(queue.cachedTokens).toBe(queue.finished * 40);
});

const periods = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.double({ min: 0, max: 10, noNaN: true }),
  ),
  { maxLength: 8 },
);

test('law: every arrival is answered, running or waiting, and none waits beside a free slot', () => {
  fc.assert(
    fc.property(periods, fc.integer({ min: 1, max: 9 }), (loads, slots) => {
      const queue = after(loads, { ...sampleReplica, slots });
      const running = runningIn(queue);
      expect(queue.finished + running + queue.waiting.length).toBe(queue.arrived);
      expect(running).toBeLessThanOrEqual(slots);
      if (queue.waiting.length > 0) expect(running).toBe(slots);
    }),
  );
});

test('law: how often the queue is looked at changes nothing', () => {
  fc.assert(
    fc.property(periods, fc.integer({ min: 2, max: 7 }), (loads, times) => {
      const often = loads.flatMap(([rate, seconds]) =>
        Array.from({ length: times }, () => [rate, seconds / times] as const),
      );
      const { arrived, finished } = after(loads, sampleReplica);
      expect(after(often, sampleReplica)).toMatchObject({ arrived, finished });
    }),
  );
});

describe('in the long run', () => {
  const { request: plan } = Example.of('chat-70b').service;
  const replica = replicaOf(plan);

  function observe(requestsPerSecond: number): { mean: number; deviation: number } {
    let queue = advance(emptyQueue(1), requestsPerSecond, 120, replica);
    const seen = Array.from({ length: 1800 }, () => {
      queue = advance(queue, requestsPerSecond, 2, replica);
      return runningIn(queue) + queue.waiting.length;
    });
    const mean = seen.reduce((sum, one) => sum + one, 0) / seen.length;
    const squares = seen.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / seen.length) };
  }

  test.each([
    { inFlight: 40, deviation: 7 },
    { inFlight: 92, deviation: 13 },
    { inFlight: 138, deviation: 18 },
  ])(
    '$inFlight in flight is what their own rate keeps in flight, within 4 %',
    ({ inFlight, deviation }) => {
      const rate = inFlight / secondsOf(replica.paceAt(inFlight), replica);
      const seen = observe(rate);
      expect(Math.abs(seen.mean / inFlight - 1)).toBeLessThan(0.04);
      // The plan counts on 1.2 √(n·T/a).
      expect(Math.abs(seen.deviation / deviation - 1)).toBeLessThan(0.2);
    },
  );

  test('a rate beyond that of all slots leaves behind what is beyond it', () => {
    const queue = advance(emptyQueue(1), 25, 1200, replica);
    expect(runningIn(queue)).toBe(256);
    // 25 − 20.9 a second.
    expect(queue.waiting.length / 1200).toBeGreaterThan(3.5);
    expect(queue.waiting.length / 1200).toBeLessThan(4.5);
  });
});
