import { fleetDoubts, fleetRequirements } from '../../src/capacity/fleet-review';
import { fleetViolations } from '../../src/capacity/fleet-violations';
import { describeViolation } from '../../src/violations';
import { claimOf, poolOf } from './claims';

type Fleet = Parameters<typeof fleetViolations>[0];

const problems = (fleet: Fleet, claims: Parameters<typeof fleetViolations>[1]) =>
  fleetViolations(fleet, claims).map(describeViolation);
const codes = (fleet: Fleet, claims: Parameters<typeof fleetDoubts>[1]) =>
  fleetDoubts(fleet, claims).map(({ code }) => code);

const chat = claimOf('chat', { atMin: 6, atPeak: 12, atMax: 14 }, { className: 'llm-online' });
const code = claimOf('code', { atMin: 6, atPeak: 8, atMax: 8 }, { className: 'llm-online' });
const nightly = claimOf('nightly', { atMin: 0, atPeak: 8 }, { className: 'llm-batch' });

describe('a fleet is refused', () => {
  test('minima that its pool does not hold', () => {
    expect(
      problems({ pools: [poolOf({ gpus: 8 })] }, [
        { ...chat, gpus: { ...chat.gpus, atPeak: 4 } },
        { ...code, gpus: { ...code.gpus, atPeak: 4 } },
      ]),
    ).toEqual([
      "'pools[0].gpus' (8) must be at least 12, the minima of chat 6, code 6: raise it to 12, lower a minimum or move a service to another pool",
    ]);
  });

  test('minima that rest on spot', () => {
    const [message] = problems({ pools: [poolOf({ gpus: 8, spotGpus: 32 })] }, [chat, code]);
    expect(message).toContain("'pools[0].gpus' (8) must be at least 12 on demand, the minima of");
    expect(problems({ pools: [poolOf({ gpus: 0, spotGpus: 32 })] }, [chat, code])).toEqual([]);
  });

  test('promised peaks at the same time that its pool does not hold, until what is advised is done', () => {
    expect(problems({ pools: [poolOf()] }, [chat, code, nightly])).toEqual([
      "'pools[0].gpus' (16) must be at least 20, the peaks of chat 12, code 8 at the same time: add 4, or state tier STANDARD or BATCH for what may wait",
    ]);
    expect(problems({ pools: [poolOf({ gpus: 20 })] }, [chat, code, nightly])).toEqual([]);
    const standard = claimOf('code', code.gpus, { className: 'llm-standard' });
    expect(problems({ pools: [poolOf()] }, [chat, standard, nightly])).toEqual([]);
  });

  test('a promise that nobody took back: a service without tier has its peak', () => {
    const plain = claimOf('plain', { atPeak: 17 });
    expect(problems({ pools: [poolOf()] }, [plain])).toHaveLength(1);
  });

  test('a pod that no machine takes', () => {
    const large = claimOf('large', { atMin: 1 }, { cpuPerPod: 200, memoryGiBPerPod: 4096 });
    expect(problems({ pools: [poolOf()] }, [large])).toEqual([
      '\'pools[0].node\' ("aws/p5.48xlarge") must be one that holds a pod of large: 200 cores asked, 192 there: choose a larger machine, or pin or parallelize the service to less',
      '\'pools[0].node\' ("aws/p5.48xlarge") must be one that holds a pod of large: 4096 GiB of memory asked, 2048 there: choose a larger machine, or pin or parallelize the service to less',
    ]);
  });

  test('pods that find no node although their sum fits', () => {
    const large = claimOf('large', { atMin: 16 }, { gpusPerPod: 8 });
    expect(problems({ pools: [poolOf({ gpus: 20, spotGpus: 0 })] }, [large])).toEqual([]);
    const torn = poolOf({ gpus: 12, spotGpus: 4 });
    const eights = claimOf('large', { atMin: 8, atPeak: 16 }, { gpusPerPod: 8 });
    expect(problems({ pools: [torn] }, [eights])).toEqual([
      "'pools[0].gpus' (16) must be in nodes that take the pods of the promised peaks: 1 of 8 GPUs find none among 3 of 8, 4, 4 GPUs: add a node, or give large and small pods a pool each",
    ]);
  });

  test('a quota below its minima', () => {
    expect(problems({ pools: [poolOf({ gpus: 40 })], quota: 11 }, [chat, code])).toEqual([
      "'quota' (11) must be at least 12, the minima of chat 6, code 6: raise it to 22, which holds the maxima too",
    ]);
  });

  test('everything at once, pool by pool', () => {
    const other = claimOf('asr', { atMin: 5 }, { pool: 'burst' });
    const pools = [poolOf({ gpus: 8 }), poolOf({ name: 'burst', path: 'pools[1]', gpus: 4 })];
    const paths = fleetViolations({ pools, quota: 3 }, [chat, code, other]).map(({ path }) => path);
    expect(paths).toEqual([
      'pools[0].gpus',
      'pools[0].gpus',
      'pools[1].gpus',
      'pools[1].gpus',
      'quota',
    ]);
  });

  test('nothing of a pool without bound', () => {
    expect(problems({ pools: [poolOf({ gpus: undefined })] }, [chat, code])).toEqual([]);
  });
});

describe('a fleet tells of', () => {
  test('peaks that fit only by taking GPUs from lower tiers: whose, how many, how long', () => {
    const [doubt] = fleetDoubts({ pools: [poolOf()] }, [chat, nightly]);
    expect(doubt).toEqual({
      code: 'peaks-preempt',
      path: 'pools[0].gpus',
      message:
        'when all peak together, nightly gives up to 4 GPUs (4 replicas) to chat; they are free after its drain of 60 s, which their cold start waits for',
      fix: 'add 4 GPUs, or accept it: that is what the tier says',
    });
  });

  test('peaks of equals that wait for each other', () => {
    const two = ['a', 'b'].map((name) =>
      claimOf(name, { atPeak: 9 }, { className: 'llm-standard' }),
    );
    expect(codes({ pools: [poolOf()] }, two)).toEqual(['peaks-wait']);
  });

  test('maxima beyond the pool', () => {
    const grown = claimOf('chat', { atPeak: 16, atMax: 17 });
    expect(codes({ pools: [poolOf()] }, [grown])).toEqual(['maxima-exceed-pool']);
    expect(codes({ pools: [poolOf({ gpus: 17 })] }, [grown])).toEqual([]);
  });

  test('pods of several sizes on the same nodes', () => {
    const small = claimOf('small', { atPeak: 2 });
    const large = claimOf('large', { atPeak: 8 }, { gpusPerPod: 8 });
    expect(codes({ pools: [poolOf()] }, [small, large])).toEqual(['mixed-pod-sizes']);
    expect(codes({ pools: [poolOf({ gpus: undefined })] }, [small, large])).toEqual([]);
    const threes = claimOf('threes', { atPeak: 12 }, { gpusPerPod: 3 });
    const twos = claimOf('twos', { atPeak: 4 }, { gpusPerPod: 2 });
    const [doubt] = fleetDoubts({ pools: [poolOf()] }, [threes, twos]);
    expect(doubt.message).toContain('pods of 2, 3 GPUs share nodes');
  });

  test('groups that are taken apart', () => {
    const group = claimOf(
      'group',
      { atPeak: 16 },
      { className: 'llm-batch', gpusPerPod: 8, podsPerReplica: 2 },
    );
    const large = claimOf('large', { atPeak: 8 }, { gpusPerPod: 8 });
    expect(codes({ pools: [poolOf({ gpus: 32 })] }, [group, large])).toEqual(['preemptible-group']);
    expect(codes({ pools: [poolOf({ gpus: 32 })] }, [group])).toEqual([]);
  });

  test('promised minima on nodes that may all go', () => {
    const spot = poolOf({ gpus: 0, spotGpus: 16 });
    expect(codes({ pools: [spot] }, [claimOf('chat', { atMin: 2 })])).toEqual(['minimum-on-spot']);
    expect(codes({ pools: [spot] }, [nightly])).toEqual([]);
  });

  test('classes whose value it does not know', () => {
    const own = claimOf('own', { atMin: 1 }, { className: 'gold' });
    expect(codes({ pools: [poolOf()] }, [own])).toEqual(['priority-unknown']);
  });

  test('a quota below the maxima', () => {
    expect(codes({ pools: [poolOf({ gpus: 40 })], quota: 13 }, [chat])).toEqual([
      'quota-below-maximum',
    ]);
  });

  test('the classes and the limit on demand that the cluster must have', () => {
    const pools = [poolOf({ gpus: 16, spotGpus: 8 })];
    expect(fleetRequirements({ pools }, [chat, code, nightly]).map(({ what }) => what)).toEqual([
      'PriorityClass llm-online',
      'PriorityClass llm-batch',
      'nodes on demand of pool h100 limited to 16 GPUs (limits of the NodePool, size of the node group)',
    ]);
  });
});
