import { readCalibration } from '../../../src/capacity/calibration/read-calibration';
import { capture, measuredVersions, scrapeOf } from '../../engines/vllm/captures';
import kv from '../../fixtures/real-engine/kv-cases.json';

const read = (file: string) => readCalibration(file, capture(file));

describe('the log of a start', () => {
  const warmup = (seconds: number) => [{ name: 'warmup', seconds }];

  test.each([
    // Two lines for the cache and "seconds" for the start, in colours.
    ['0.11.2', { kvCacheTokens: 87_296, startupStages: warmup(0.73) }],
    ['0.18.1', { kvCacheTokens: 87_296, startupStages: warmup(3.63) }],
    ['0.21.0', { kvCacheTokens: 87_296, kvCacheGiBPerGpu: 1, startupStages: warmup(96.21) }],
    ['0.24.0', { kvCacheTokens: 87_296, kvCacheGiBPerGpu: 1, startupStages: warmup(85.65) }],
    // One line for the cache, that begins with the device from 0.30 on.
    ['0.28.0', { kvCacheTokens: 87_296, kvCacheGiBPerGpu: 1, startupStages: warmup(1.99) }],
    ['0.30.0', { kvCacheTokens: 87_296, kvCacheGiBPerGpu: 1, startupStages: warmup(0.46) }],
  ])('of %s tells its cache and its start', (version, told) => {
    const { measured, provenance } = read(`startup-${version}.txt`);
    expect(measured).toEqual({ engineVersion: version, ...told });
    expect(provenance).toEqual({ engine: 'vllm', engineVersion: version, flags: {} });
  });

  test('of 0.32.0 that compiles has every stage that it prints, and no weights where none were read', () => {
    expect(read('startup-0.32.0-cold.txt').measured).toEqual({
      engineVersion: '0.32.0',
      tensor: 1,
      kvCacheTokens: 524_288,
      kvCacheGiBPerGpu: 1,
      startupStages: [
        { name: 'bootstrap', seconds: 59 },
        { name: 'profile', seconds: 0.07 },
        { name: 'warmup', seconds: 29.75 },
      ],
    });
  });

  test('of 0.32.0 without compilation and prefix caching says so among its arguments', () => {
    const { measured, provenance } = read('startup-0.32.0-eager.txt');
    expect(measured.startupStages).toEqual([
      { name: 'bootstrap', seconds: 73 },
      { name: 'warmup', seconds: 0.39 },
    ]);
    expect(provenance.flags).toEqual({
      'tensor-parallel-size': '1',
      'pipeline-parallel-size': '1',
      'data-parallel-size': '1',
      'max-model-len': '2048',
      dtype: 'bfloat16',
      'kv-cache-dtype': 'auto',
      'enforce-eager': 'True',
      'enable-prefix-caching': 'False',
      'load-format': 'dummy',
    });
  });

  test.each(kv.cases)('with $name tells $tokens tokens', ({ log, tokens }) => {
    expect(readCalibration('start.log', log).measured).toEqual({ kvCacheTokens: tokens });
  });
});

describe('a scrape', () => {
  test.each(measuredVersions)('of %s tells the tokens that its log tells', (version) => {
    const { measured, provenance } = readCalibration('metrics.txt', scrapeOf(version));
    expect(measured.kvCacheTokens).toBe(87_296);
    expect(provenance.flags).toMatchObject({
      'block-size': '128',
      'kv-cache-dtype': 'auto',
      'enable-prefix-caching': 'True',
    });
  });

  test('tells GiB from 0.21 on, where a CPU keeps them under the name of the GPU', () => {
    const gib = measuredVersions.map(
      (version) => readCalibration('metrics.txt', scrapeOf(version)).measured.kvCacheGiBPerGpu,
    );
    expect(gib).toEqual([undefined, undefined, 1, 1, 1, 1, 1]);
  });

  test('tells the share of the memory that each version takes by itself', () => {
    const shares = measuredVersions.map(
      (version) =>
        readCalibration('metrics.txt', scrapeOf(version)).provenance.flags[
          'gpu-memory-utilization'
        ],
    );
    expect(shares).toEqual(['0.9', '0.9', '0.92', '0.92', '0.92', '0.92', '0.92']);
  });
});

test('a result of vllm bench serve 0.32.0 is a load point at its rate', () => {
  // 4 requests/s of 1.86 s each are 7.4 in flight: the cap of 8 does not hold them back.
  expect(read('vllm-bench.json')).toEqual({
    rows: [
      {
        requestsPerSecond: 4,
        inputTokens: 64.583,
        outputTokens: 32,
        timePerOutputTokenMs: 55.7,
        timeToFirstTokenMs: 128.52,
        outputTokensPerSecond: 97.132,
        numPrompts: 24,
        tensor: 1,
      },
    ],
    measured: {},
    startupStages: [],
    provenance: { flags: { model: 'm', backend: 'openai' } },
  });
});

test('a report of GuideLLM 0.8.1 is a load point at its streams', () => {
  expect(read('guidellm.json')).toEqual({
    rows: [
      {
        concurrency: 2,
        inputTokens: 47,
        outputTokens: 16,
        timePerOutputTokenMs: 4.0045,
        timeToFirstTokenMs: 54.604,
        outputTokensPerSecond: 232.75,
        numPrompts: 89,
      },
    ],
    measured: {},
    startupStages: [],
    provenance: { flags: { model: 'm' } },
  });
});
