import { priorityRow, priorityRows, priorityWithoutClass } from '../../src/kube/priority';

describe('the priorities', () => {
  test('fall from tier to tier', () => {
    expect(priorityRows.map(({ tier, value }) => [tier, value])).toEqual([
      ['critical', 1_000_000],
      ['online', 100_000],
      ['standard', 10_000],
      ['batch', -1],
      ['placeholder', -5],
    ]);
  });

  test('of what gives way are below pods without a class and take nothing from anybody', () => {
    const [batch, placeholder] = [priorityRow('batch'), priorityRow('placeholder')];
    for (const row of [batch, placeholder]) {
      expect(row?.value).toBeLessThan(priorityWithoutClass);
      expect(row?.preempts).toBe(false);
    }
  });

  test('stay above the cut-off of cluster-autoscaler, below which pods buy no node', () => {
    const lowest = Math.min(...priorityRows.map(({ value }) => value));
    expect(lowest).toBeGreaterThan(-10);
  });
});
