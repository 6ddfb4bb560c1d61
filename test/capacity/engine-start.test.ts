import * as fc from 'fast-check';
import {
  type EngineStart,
  type EngineStartInputs,
  engineStart,
} from '../../src/capacity/engine-start';
import { startupMode } from '../../src/capacity/startup-mode';
import { modelById } from '../../src/facts/model/catalogue';
import { must } from '../plan/requests';

const inputs = (change: Partial<EngineStartInputs> & { id?: string } = {}): EngineStartInputs => {
  const { id = 'meta-llama/Llama-3.1-8B', ...rest } = change;
  const engine = rest.engine ?? { name: 'vllm', version: '0.17.0' };
  const architecture = rest.architecture ?? 'ampere';
  const limits = { version: engine.version, maxNumSeqs: 256, maxNumBatchedTokens: 2048 };
  return {
    engine,
    startup: startupMode({}, limits, { architecture }),
    model: must(modelById(id)),
    format: 'bf16',
    architecture,
    ranksPerNode: 1,
    pipeline: 1,
    ...rest,
  };
};

const release = (version: string) => ({ engine: { name: 'vllm', version } });

const seconds = (stage: keyof EngineStart, change = {}, cached = false) =>
  engineStart(inputs(change), cached)[stage].seconds;

test('one GPU and one kind of layer take the time of their layers, graphs and one piece', () => {
  expect(seconds('profile')).toBe(2.2);
  expect(seconds('compile')).toBeCloseTo(32 * 0.19 + 10.5, 9);
  expect(seconds('compile', {}, true)).toBeCloseTo(32 * (0.19 + 0.042), 9);
  // 51 sizes, pieces and whole steps.
  expect(seconds('graphs')).toBeCloseTo(32 * 51 * 2 * 0.0015, 9);
});

test('the formula of a stage is its terms, and its sources are theirs', () => {
  const { compile } = engineStart(inputs(), false);
  expect(compile.formula).toBe('trace 0.19 s × 32 layer + inductor 10.5 s × 1 piece');
  expect(compile.source).toContain('Dynamo');
});

test.each([
  ['graphs', '0.9.2', 32 * 67 * 0.0102],
  ['graphs', '0.10.2', 32 * 67 * 0.0015],
  ['graphs', '0.11.0', 32 * 67 * 2 * 0.0015],
  ['compile', '0.11.0', 32 * (0.19 + 0.6)],
] as const)('%s of %s take their own time', (stage, version, expected) => {
  expect(seconds(stage, release(version))).toBeCloseTo(expected, 9);
});

test('layers that differ in their window are one piece, a mixture beside dense layers is two', () => {
  const terms = (id: string) => engineStart(inputs({ id }), false).compile.formula;
  expect(terms('openai/gpt-oss-20b')).toContain('× 1 piece');
  expect(terms('deepseek-ai/DeepSeek-V3')).toContain('× 2 piece');
});

test('a pipeline stage traces and captures its own layers only', () => {
  expect(seconds('graphs', { pipeline: 2 })).toBeCloseTo(seconds('graphs') / 2, 9);
});

test('kernels that are built at first use are waited for once', () => {
  const kernels = (change: object, cached = false) =>
    seconds('warmup', { ...release('0.25.0'), ...change }, cached);
  const plain = kernels({});
  const deepGemm = { format: 'fp8', architecture: 'hopper' };
  expect(kernels(deepGemm) - plain).toBe(45);
  expect(kernels({ ...deepGemm, architecture: 'ampere' })).toBe(plain);
  const experts = { id: 'openai/gpt-oss-20b', format: 'mxfp4', architecture: 'blackwell' };
  expect(kernels(experts) - plain).toBe(200);
  expect(kernels({ ...experts, architecture: 'hopper' })).toBe(plain);
  expect(kernels({ id: 'Qwen/Qwen3.5-27B' }) - plain).toBe(30);
  for (const change of [deepGemm, experts]) {
    expect(kernels(change, true)).toBeLessThan(kernels(change) / 3);
  }
});

test('another engine compiles nothing, and an engine older than the tables has a start', () => {
  const other = { engine: { name: 'sglang', version: '0.5.9' } };
  expect(seconds('compile', other)).toBe(0);
  expect(seconds('graphs', other)).toBeGreaterThan(0);
  expect(engineStart(inputs(other), false).graphs.source).toMatch(/^assumed as in vLLM: /);
  expect(seconds('compile', release('0.6.6'))).toBe(0);
  // 35 sizes up to 256.
  expect(seconds('graphs', release('0.6.6'))).toBeCloseTo(32 * 35 * 0.0102, 9);
});

test('a model without layers, known by measurement only, counts as one of 32', () => {
  const model = { layers: [], extraParameters: 0 };
  expect(seconds('compile', { model })).toBe(seconds('compile'));
});

test('more ranks and a cold cache never shorten a start', () => {
  const total = (change: object, cached: boolean) =>
    Object.values(engineStart(inputs(change), cached)).reduce((sum, each) => sum + each.seconds, 0);
  const version = fc.constantFrom(
    '0.8.5',
    '0.9.2',
    '0.10.0',
    '0.11.2',
    '0.13.0',
    '0.22.0',
    '0.32.0',
  );
  fc.assert(
    fc.property(version, fc.integer({ min: 1, max: 7 }), (named, ranksPerNode) => {
      const change = { ...release(named), ranksPerNode };
      const more = { ...change, ranksPerNode: ranksPerNode + 1 };
      expect(total(more, false)).toBeGreaterThan(total(change, false));
      expect(total(change, true)).toBeLessThan(total(change, false));
    }),
  );
});
