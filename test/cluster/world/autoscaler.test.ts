import { disagreements, type Sync } from './autoscaler';
import { Example } from './example';

const { service } = Example.of('chat-70b'); // 4 to 9 replicas, 106 in flight each, up after 60 s

const pass = (second: number, spec: number, value: number | undefined, written: number): Sync => ({
  at: second * 1000,
  spec,
  status: spec,
  value,
  isLate: false,
  written,
});

/** 530 in flight ask for five replicas; the first look at a target remembers that it was at four. */
const growth = [
  pass(0, 4, 0, 4),
  pass(15, 4, 530, 4),
  pass(30, 4, 530, 4),
  pass(45, 4, 530, 4),
  pass(60, 4, 530, 5),
];

describe('the referee', () => {
  test('agrees with an autoscaler that grows after the window of the manifest', () => {
    expect(disagreements(growth, service)).toEqual([]);
  });

  test('names the pass in which the autoscaler wrote something else', () => {
    const hasty = growth.map((sync) => (sync.at === 30_000 ? { ...sync, written: 5 } : sync));
    expect(disagreements(hasty, service)).toEqual([
      '{"at":30000,"spec":4,"status":4,"value":530,"isLate":false,"written":5}: computed 4',
    ]);
  });

  test('takes the fallback where KEDA may have given up on the answer', () => {
    const passes = [...growth.slice(0, 4), pass(75, 4, 0, 4)];
    const late = passes.map((sync) => ({ ...sync, value: 900, isLate: true }));
    expect(disagreements(late, service)).toEqual([]);
    const inTime = late.map((sync) => ({ ...sync, isLate: false }));
    expect(disagreements(inTime, service)).toHaveLength(1);
  });

  test('expects no change where the metric could not be read', () => {
    expect(disagreements([...growth.slice(0, 4), pass(60, 4, undefined, 4)], service)).toEqual([]);
  });
});
