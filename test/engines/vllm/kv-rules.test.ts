import { valueAt } from '../../../src/engines/by-version';
import {
  batchesInFlight,
  cachesHybridPrefixes,
  convolvesDrafts,
  followsCheckpoint,
  keepsDraftStates,
  kvCacheLogRows,
  kvRules,
  latentAlignment,
  stateCopies,
  stateMode,
} from '../../../src/engines/vllm/kv-rules';

test('the log counts blocks up to 0.20.0, and sequences of the longest context since', () => {
  const versions = ['0.6.6', '0.18.1', '0.20.0', '0.20.1', '0.32.0'];
  expect(versions.map((version) => valueAt(kvCacheLogRows, version))).toEqual([
    'blocks',
    'blocks',
    'blocks',
    'concurrency',
    'concurrency',
  ]);
});

test('sliding layers are groups of their own since 0.9.1, chunked ones since 0.13', () => {
  const local = (version: string) => kvRules(version).local;
  expect(local('0.8.5')).toEqual({ sliding: false, chunked: false });
  expect(local('0.12.0')).toEqual({ sliding: true, chunked: false });
  expect(local('0.14.1')).toEqual({ sliding: true, chunked: true });
});

test('groups grow to the largest bucket from a ratio that rose twice', () => {
  const versions = ['0.11.2', '0.12.0', '0.17.1', '0.18.1'];
  expect(versions.map((version) => kvRules(version).groupSlack)).toEqual([1, 1.25, 1.25, 1.5]);
});

test('latents were heads, then padded, and are latents since 0.8', () => {
  const versions = ['0.6.6', '0.7.3', '0.8.5'];
  expect(versions.map((version) => kvRules(version).latent)).toEqual(['heads', 'padded', 'latent']);
});

test('local layers keep one batch, and since 0.26 one more than there are stages', () => {
  expect([batchesInFlight('0.25.1', 4), batchesInFlight('0.26.0', 1)]).toEqual([1, 2]);
  expect(batchesInFlight('0.32.0', 4)).toBe(5);
});

test('prefixes of hybrids are cached by default since 0.28, and states copied by kind', () => {
  expect([cachesHybridPrefixes('0.27.1'), cachesHybridPrefixes('0.28.0')]).toEqual([false, true]);
  expect(stateMode('0.14.1', 'gated-delta', false)).toBe('none');
  expect(stateMode('0.25.1', 'gated-delta', false)).toBe('align');
  expect([stateMode('0.25.1', 'mamba2', false), stateMode('0.28.0', 'mamba2', false)]).toEqual([
    'all',
    'align',
  ]);
  expect(stateMode('0.21.0', 'mamba2', true)).toBe('align');
  expect([
    stateCopies('0.28.0', 'mamba2', 'align'),
    stateCopies('0.29.0', 'mamba2', 'align'),
  ]).toEqual([2, 3]);
  expect(stateCopies('0.32.0', 'gated-delta', 'align')).toBe(2);
  expect(stateCopies('0.32.0', 'gated-delta', 'none')).toBe(1);
});

test('draft tokens take states since 0.15, and lengthen convolutions by kind', () => {
  expect([keepsDraftStates('0.14.1'), keepsDraftStates('0.15.0')]).toEqual([false, true]);
  expect([convolvesDrafts('0.16.0', 'mamba2'), convolvesDrafts('0.17.1', 'mamba2')]).toEqual([
    false,
    true,
  ]);
  expect([convolvesDrafts('0.26.0', 'kda'), convolvesDrafts('0.27.1', 'kda')]).toEqual([
    false,
    true,
  ]);
  expect(convolvesDrafts('0.10.2', 'gated-delta')).toBe(true);
});

test('blocks of latents beside states are multiples of 64, and of 128 since 0.27', () => {
  expect([latentAlignment('0.26.0'), latentAlignment('0.27.1')]).toEqual([64, 128]);
});

test('auto follows the checkpoint since 0.14', () => {
  expect([followsCheckpoint('0.13.0'), followsCheckpoint('0.14.1')]).toEqual([false, true]);
});
