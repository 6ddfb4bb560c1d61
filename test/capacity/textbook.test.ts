import { textbookExamples, textbookInFlight } from '../../src/capacity/textbook';
import { chat, must } from '../plan/requests';

test('the worked examples come out as they are taught', () => {
  expect(textbookExamples().map(({ results }) => results)).toEqual([
    [1250, 920, 7, 10],
    [15, 22, 29],
    [256, 200, 100, 50],
    [2],
  ]);
});

test('each example shows its steps with the numbers in them', () => {
  expect(textbookExamples()[0].steps).toEqual([
    '1,000,000 KV tokens / 800 tokens = 1250 contexts',
    '100 × 9.2 s = 920 in flight',
    '920 / 200 / 0.7 → 7 pods',
    '7 × 1.3 → 10 pods',
  ]);
});

test('in flight is rate times duration: 100 × (0.2 s + 300 × 0.03 s) = 920', () => {
  const inputs = {
    requestsPerSecond: 100,
    inputTokens: 500,
    outputTokens: 300,
    timeToFirstTokenMs: 200,
    timePerOutputTokenMs: 30,
    kvCacheTokens: 1_000_000,
    concurrencyPerPod: 200,
  };
  expect(textbookInFlight(inputs)).toBe(920);
});

describe('Llama-3.3-70B on eight H100 at 100 requests/s, 500 in and 300 out, 200 ms and 30 ms', () => {
  const plan = chat();

  test('needs six replicas for its objectives and one to spare', () => {
    expect(must(plan.fleet).replicasForObjectives).toBe(6);
    expect(must(plan.fleet).spareReplicas).toBe(1);
    expect(must(plan.fleet).gpusAtPeak).toBe(56);
  });

  test('is bound by the first token at 17 requests/s', () => {
    expect(must(plan.replica).bindingConstraint).toBe('timeToFirstToken');
    expect(must(plan.replica).maxRequestsPerSecond).toBeCloseTo(17.0, 1);
  });

  test('has a step of 10.6 ms, 46 µs a sequence and 42 µs a prompt token', () => {
    expect(plan.speed.baseStepMs).toBeCloseTo(10.55, 2);
    expect(plan.speed.perSequenceMs * 1000).toBeCloseTo(46.5, 1);
    expect(plan.speed.perInputTokenMs * 1000).toBeCloseTo(41.9, 1);
  });

  test('is 920 in flight and 8, with the percentage 11 pods, by the rule of thumb', () => {
    const { inFlight, pods, podsWithBuffer, concurrencyPerPod } = must(plan.textbook);
    expect([inFlight, pods, podsWithBuffer]).toEqual([920, 8, 11]);
    // The batch that the article assumes as 200 follows from the time per output token.
    expect(concurrencyPerPod).toBe(165);
  });

  test('says where the plan differs', () => {
    expect(must(plan.textbook).differences).toHaveLength(4);
    expect(must(plan.textbook).differences[2]).toContain('6 replicas and 1 spare');
  });
});
