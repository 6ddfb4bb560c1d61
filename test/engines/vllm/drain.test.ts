import { drainBehaviour } from '../../../src/engines/vllm/drain';

test.each([
  ['0.11.2', 'poll-only', true, true],
  ['0.17.1', 'poll-only', true, true],
  ['0.18.1', 'poll-only', true, false],
  ['0.20.2', 'poll-only', true, false],
  ['0.21.0', 'flag', true, false],
  ['0.24.0', 'flag', true, true],
  ['0.27.0', 'flag', true, true],
  ['0.28.0', 'flag', false, true],
  ['0.32.0', 'flag', false, true],
])('%s drains by %s', (version, mode, portClosesAtOnce, hangsWithoutFlag) => {
  expect(drainBehaviour(version)).toMatchObject({ mode, portClosesAtOnce, hangsWithoutFlag });
});

test('a version nobody can read is drained by polling, which always works', () => {
  expect(drainBehaviour('nightly').mode).toBe('poll-only');
});

test('teardown covers the slowest measured exit', () => {
  expect(drainBehaviour('0.24.0').teardownSeconds).toBeGreaterThanOrEqual(5.8);
  expect(drainBehaviour('0.28.0').teardownSeconds).toBeGreaterThanOrEqual(9.1);
});
