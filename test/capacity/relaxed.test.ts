import { chat, must } from '../plan/requests';

const replica = (change: Parameters<typeof chat>[0]) => must(chat(change).replica);

describe('the limit that binds', () => {
  test.each([
    ['timeToFirstToken', { timeToFirstTokenP95Ms: 200, timePerOutputTokenP95Ms: 100 }],
    ['timePerOutputToken', { timeToFirstTokenP95Ms: 5000, timePerOutputTokenP95Ms: 20 }],
  ])('%s: twice the objective gives the rate of the plan with it', (constraint, objectives) => {
    const now = replica({ objectives });
    const [relaxed] = now.relaxed;
    expect(now.bindingConstraint).toBe(constraint);
    const key = `${constraint}P95Ms` as keyof typeof objectives;
    expect(relaxed).toMatchObject({
      constraint,
      limit: objectives[key],
      relaxedTo: 2 * objectives[key],
    });
    const then = replica({ objectives: { ...objectives, [key]: 2 * objectives[key] } });
    expect(relaxed.maxRequestsPerSecond).toBeCloseTo(then.maxRequestsPerSecond, 6);
    expect(relaxed.bindingConstraint).toBe(then.bindingConstraint);
    expect(then.maxRequestsPerSecond).toBeGreaterThan(now.maxRequestsPerSecond);
  });

  test('maxNumSeqs: twice the slots give the rate of the plan with them', () => {
    const slots = (maxNumSeqs: number) =>
      replica({ engine: { maxNumSeqs, maxModelLen: 4096 }, objectives: {} });
    const [relaxed] = slots(16).relaxed;
    expect(relaxed).toMatchObject({ constraint: 'maxNumSeqs', limit: 16, relaxedTo: 32 });
    expect(relaxed.maxRequestsPerSecond).toBeCloseTo(slots(32).maxRequestsPerSecond, 6);
  });

  test('of data-parallel engines counts all of them', () => {
    const one = replica({ parallelism: { tensor: 4 } }).relaxed[0];
    const two = replica({ parallelism: { tensor: 4, data: 2 } }).relaxed[0];
    expect(two.maxRequestsPerSecond).toBeCloseTo(2 * one.maxRequestsPerSecond, 6);
  });

  test('is not told of a measured rate', () => {
    expect(replica({ measured: { maxRequestsPerSecond: 12 } }).relaxed).toEqual([]);
  });
});
