import { batchClaim, headroomClaim } from '../../src/capacity/beside-claims';
import { claimOf } from './claims';

const chat = claimOf('chat', { atMin: 4, atMean: 7, atPeak: 12, atMax: 14 }, { gpusPerPod: 2 });

describe('off-peak work', () => {
  const batch = { name: 'evaluate', pods: 8, gpusPerPod: 1, delaySeconds: 30 };
  const claim = batchClaim(chat, batch);

  test('needs no GPU, and takes what the service leaves at its mean in whole pods', () => {
    expect(claim.gpus).toEqual({ atMin: 0, atMean: 5, atPeak: 8, atMax: 8, duringRollout: 8 });
    const two = batchClaim(chat, { ...batch, pods: 4, gpusPerPod: 2 });
    expect(two.gpus.atMean).toBe(4);
    expect(batchClaim(chat, { ...batch, pods: 2 }).gpus.atMean).toBe(0);
  });

  test('asks for its share of the machine, at the end of the services', () => {
    expect([claim.cpuPerPod, claim.memoryGiBPerPod, claim.graceSeconds]).toEqual([4, 6, 30]);
    expect(claim.rank).toMatchObject({ className: 'llm-batch', promised: false, preempts: false });
  });
});

describe('headroom', () => {
  const plan = { replicas: 2, placeholderPods: 2, gpus: 4, refillSeconds: 300 };
  const name = { name: 'warm-chat', kind: 'placeholder' as const };

  test('stands at all times, at the price of its plan', () => {
    const { gpus, usdPerGpuHour, rank } = headroomClaim(chat, { ...plan, usdPerHour: 20 }, name);
    expect(gpus).toEqual({ atMin: 4, atMean: 4, atPeak: 4, atMax: 4, duringRollout: 4 });
    expect([usdPerGpuHour, rank.className]).toEqual([5, 'llm-placeholder']);
    expect(headroomClaim(chat, plan, name).usdPerGpuHour).toBeUndefined();
  });
});
