import { areAllFlagsKnown, flagRows, flagWorks, hasFlag } from '../../../src/engines/vllm/flags';
import complete from '../../../src/engines/vllm/serve-flags.json';
import { capture, measuredVersions } from './captures';

test.each([
  ['--shutdown-timeout', '-yyyyyy'],
  ['--max-num-queued-reqs', '-----yy'],
  ['--max-num-queued-tokens', '-----yy'],
  ['--nnodes', 'yyyyyyy'],
  ['--headless', 'yyyyyyy'],
  ['--kv-cache-memory-bytes', 'yyyyyyy'],
  ['--kv-offloading-size', 'yyyyyyy'],
  ['--data-parallel-size', 'yyyyyyy'],
  ['--enable-mfu-metrics', '-yyyyyy'],
  ['--kv-cache-metrics', '-yyyyyy'],
  ['--swap-space', 'y------'],
  ['--max-num-partial-prefills', 'yyyy---'],
])('%s is in exactly the versions whose help lists it', (flag, expected) => {
  const found = measuredVersions.map((version) => (hasFlag(flag, version) ? 'y' : '-'));
  expect(found.join('')).toBe(expected);
});

test('--shutdown-timeout exists in 0.18 and works from 0.21', () => {
  expect(hasFlag('--shutdown-timeout', '0.18.1')).toBe(true);
  expect(flagWorks('--shutdown-timeout', '0.18.1')).toBe(false);
  expect(flagWorks('--shutdown-timeout', '0.21.0')).toBe(true);
});

test.each([
  ['--num-scheduler-steps', '0.10.0', '0.10.1'],
  ['--guided-decoding-backend', '0.11.2', '0.12.0'],
  ['--task', '0.12.0', '0.13.0'],
  ['--disable-log-requests', '0.16.0', '0.17.0'],
  ['--max-num-partial-prefills', '0.26.0', '0.27.0'],
])('%s is in %s and gone in %s', (flag, last, first) => {
  expect([hasFlag(flag, last), hasFlag(flag, first)]).toEqual([true, false]);
});

test.each([
  ['--headless', '0.8.5', '0.9.0'],
  ['--enable-mfu-metrics', '0.13.0', '0.14.1'],
  ['--max-num-queued-reqs', '0.28.0', '0.29.0'],
])('%s is not yet in %s, and in %s', (flag, last, first) => {
  expect([hasFlag(flag, last), hasFlag(flag, first)]).toEqual([false, true]);
});

test('a flag nobody dated counts as present', () => {
  expect(hasFlag('--tensor-parallel-size', '0.11.2')).toBe(true);
});

test('each flag has one row', () => {
  expect(new Set(flagRows.map(({ flag }) => flag)).size).toBe(flagRows.length);
});

test('the newest measured version lists every flag that a row gives to it, and none that ended', () => {
  const listed = capture('serve-flags-0.32.0.txt').split('\n');
  const wrong = flagRows.filter(({ flag }) => hasFlag(flag, '0.32.0') !== listed.includes(flag));
  expect(wrong).toEqual([]);
});

test('all flags are known of the version whose help was read, and of no other', () => {
  const listed = capture('serve-flags-0.32.0.txt').trim().split('\n');
  expect(complete.flags).toEqual(listed);
  expect(['0.31.0', '0.32.0', '0.32.3', '0.33.0'].map(areAllFlagsKnown)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
