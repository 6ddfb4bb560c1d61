import { planFor } from '../../../src/plan/plan-for';
import { Example, exampleNames } from '../world/example';
import { replicaOf, secondsOf } from './replica';

const chat = Example.of('chat-70b').service.request;

/** What a replica answers with so many requests in flight. */
function requestsPerSecond(replica: ReturnType<typeof replicaOf>, inFlight: number): number {
  return inFlight / secondsOf(replica.paceAt(inFlight), replica);
}

test('a replica has the slots, the lengths and the cache of its plan', () => {
  const { paceAt, cacheUsageAt, ...replica } = replicaOf(chat);
  expect(replica).toEqual({
    model: 'meta-llama/Llama-3.3-70B-Instruct',
    engineVersion: '0.32.0',
    ranks: 1,
    slots: 256,
    inputTokens: 500,
    cachedTokens: 0,
    outputTokens: 300,
    cache: {
      blocks: 87_081,
      blockTokens: 16,
      tokens: 1_393_296,
      maxConcurrency: 170.080078125,
      memoryUtilization: 0.92,
    },
  });
  // 41 blocks hold 650 tokens.
  expect(cacheUsageAt(106)).toBeCloseTo((106 * 41) / 87_081, 10);
});

const plans = exampleNames().flatMap((name) =>
  Example.of(name).services.map(({ request: plan }) => ({ name, plan })),
);

test.each(plans)(
  '$name: what the plan has in flight at its rate is answered at that rate',
  ({ plan }) => {
    const { maxRequestsPerSecond = 0, inFlightAtObjective = 0 } = planFor(plan).replica ?? {};
    const answered = requestsPerSecond(replicaOf(plan), inFlightAtObjective);
    // The plan rounds what is in flight to whole requests.
    const rounding = 0.5 / inFlightAtObjective;
    expect(Math.abs(answered / maxRequestsPerSecond - 1)).toBeLessThan(rounding + 0.001);
  },
);

test('more requests in flight are answered faster, and each of them more slowly', () => {
  const replica = replicaOf(chat);
  const [few, some, all] = [16, 138, 256].map((running) => ({
    rate: requestsPerSecond(replica, running),
    ...replica.paceAt(running),
  }));
  expect(few.rate).toBeCloseTo(4.2, 1);
  expect(some.rate).toBeCloseTo(17.0, 1);
  expect(all.rate).toBeCloseTo(20.9, 1);
  expect([few, some, all].map(({ tokenSeconds }) => Number(tokenSeconds.toFixed(4)))).toEqual([
    0.0124, 0.0267, 0.0405,
  ]);
  expect(some.firstTokenP95Seconds).toBeCloseTo(0.2, 3);
});

test('a model known by measurement only answers at its objectives, up to the rate measured', () => {
  const { services } = Example.of('three-model-fleet');
  const speech = services.find(({ name }) => name === 'speech')?.request;
  const replica = replicaOf(speech as (typeof plans)[0]['plan']);
  expect(replica.paceAt(1)).toEqual({
    firstTokenSeconds: 2,
    firstTokenP95Seconds: 2,
    tokenSeconds: 0.04,
  });
  expect(replica.slots).toBe(27);
  expect(requestsPerSecond(replica, 27)).toBeCloseTo(4, 1);
});

test('a request without traffic has no speed', () => {
  expect(() => replicaOf({ model: 'Qwen/Qwen3-8B', accelerator: 'L4', name: 'bare' })).toThrow(
    "'bare' has no speed to simulate: state 'traffic' and an accelerator that holds the model",
  );
});
