import { planFor } from '../../src/plan/plan-for';

/** What may wait at a replica, and the requests that it runs at once. */
function mayWait(maxNumSeqs: number, traffic: { inputTokens: number; outputTokens: number }) {
  const { replica, scaling } = planFor({
    model: 'Qwen/Qwen3-8B',
    accelerator: 'H100-SXM',
    engine: { maxNumSeqs },
    traffic: { peakRequestsPerSecond: 2, ...traffic },
    scaling: { signals: ['queue'] },
  });
  const queue = scaling?.signals.find(({ name }) => name === 'queue');
  return {
    slots: replica?.inFlightLimit,
    busy: replica?.inFlightAtObjective,
    waiting: queue?.threshold,
  };
}

describe('the queue that a replica may have', () => {
  test('is what prefill clears in time, where slots are free', () => {
    const long = mayWait(256, { inputTokens: 2000, outputTokens: 100 });
    expect(long.waiting).toBeLessThan(Number(long.slots) - Number(long.busy));
  });

  test('is what finds a slot in time, where short prompts ask for long answers', () => {
    expect(mayWait(16, { inputTokens: 4, outputTokens: 1619 })).toEqual({
      slots: 16,
      busy: 8,
      waiting: 8,
    });
  });
});
