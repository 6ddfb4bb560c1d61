import { preemptions, shortages } from '../../src/capacity/preemption';
import { claimOf, poolOf } from './claims';

const online = claimOf('chat', { atMin: 2, atPeak: 10 }, { className: 'llm-online' });
const standard = claimOf('code', { atMin: 2, atPeak: 4 }, { className: 'llm-standard' });
const batch = claimOf(
  'nightly',
  { atMin: 4, atPeak: 8 },
  { className: 'llm-batch', gpusPerPod: 4, graceSeconds: 81 },
);

const told = (...args: Parameters<typeof preemptions>) =>
  preemptions(...args).map(({ victim, by, gpus, replicas, belowMin, seconds }) => ({
    victim: victim.service,
    by: by.map(({ service }) => service),
    gpus,
    replicas,
    belowMin,
    seconds,
  }));

describe('a service gives way', () => {
  test('to every tier above, for the length of its own drain, and in whole replicas', () => {
    expect(told(poolOf(), [online, standard, batch])).toEqual([
      { victim: 'code', by: ['chat'], gpus: 0, replicas: 0, belowMin: 0, seconds: 60 },
      // 22 are asked of 16: six are short, two replicas of four cover them.
      { victim: 'nightly', by: ['chat', 'code'], gpus: 8, replicas: 2, belowMin: 4, seconds: 81 },
    ]);
  });

  test('without losing anything where all peaks fit, or nodes are bought', () => {
    for (const gpus of [22, undefined]) {
      const lost = told(poolOf({ gpus }), [online, standard, batch]).map((one) => one.gpus);
      expect(lost).toEqual([0, 0]);
    }
  });

  test('to nobody of its own tier, and to no batch', () => {
    const other = claimOf('weekly', { atPeak: 16 }, { className: 'llm-batch' });
    const holder = claimOf('holder', { atPeak: 16 }, { className: 'llm-placeholder' });
    expect(told(poolOf(), [batch, other])).toEqual([]);
    expect(told(poolOf(), [batch, holder])).toEqual([]);
    expect(shortages(poolOf(), [batch, other])).toEqual([{ claims: [batch, other], gpus: 8 }]);
  });

  test('with all pods of a group when one is taken', () => {
    const groups = claimOf(
      'group',
      { atMin: 16, atPeak: 16 },
      { className: 'llm-batch', gpusPerPod: 8, podsPerReplica: 2 },
    );
    const [{ gpus, replicas }] = told(poolOf({ gpus: 24 }), [online, groups]);
    expect([gpus, replicas]).toEqual([16, 1]);
  });

  test('with no more GPUs than it holds, though its last replica is a part of one', () => {
    const odd = claimOf('odd', { atMin: 5, atPeak: 6 }, { className: 'llm-batch', gpusPerPod: 4 });
    const full = claimOf('full', { atPeak: 16 }, { className: 'llm-online' });
    expect(told(poolOf(), [full, odd])).toEqual([
      { victim: 'odd', by: ['full'], gpus: 6, replicas: 2, belowMin: 5, seconds: 60 },
    ]);
  });

  test('after pods without a class if it is batch, before them if it is more', () => {
    const plain = claimOf('plain', { atPeak: 12 });
    expect(told(poolOf(), [plain, batch]).map(({ victim }) => victim)).toEqual(['nightly']);
    expect(told(poolOf(), [plain, standard]).map(({ victim }) => victim)).toEqual(['plain']);
  });
});

test('services of one tier wait for each other where their peaks do not fit', () => {
  const other = claimOf('search', { atPeak: 8 }, { className: 'llm-online' });
  expect(shortages(poolOf(), [online, other])).toEqual([{ claims: [online, other], gpus: 2 }]);
  expect(shortages(poolOf({ gpus: 18 }), [online, other])).toEqual([]);
});
