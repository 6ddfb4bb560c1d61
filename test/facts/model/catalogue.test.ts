import { kvBytesPerToken, stateBytesPerSequence } from '../../../src/capacity/kv-geometry';
import { weightsPerGpu } from '../../../src/capacity/weights';
import { modelById, modelIds, modelSource } from '../../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../../src/facts/model/geometry';
import rows from '../../../src/facts/model/models.json';
import survey from '../../fixtures/model-geometry.json';

const GIB = 2 ** 30;
const oneGpu = { tensor: 1, pipeline: 1, data: 1, decodeContext: 1, expert: false, kvBytes: 2 };

function known(id: string): ModelGeometry {
  const model = modelById(id);
  if (!model) throw new Error(`${id} is not in the catalogue`);
  return model;
}

function histogram(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds.filter((each) => each !== 'none'))
    counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe.each(survey.models)('$id', (expected) => {
  const model = known(expected.id);

  test(`has ${expected.billions} billion parameters`, () => {
    // The survey rounds to three decimals and leaves out some norms.
    expect(Math.abs(model.parameters.total / 1e9 - expected.billions)).toBeLessThan(0.0015);
  });

  test(`weighs ${expected.bf16GiB} GiB in bf16`, () => {
    const outside = 2 * (model.extraParameters + model.rotaryEntries);
    const decoder = weightsPerGpu(model, 'bf16', oneGpu).bytes - outside;
    // 0.2 %, or the rounding of the survey to two decimals.
    const allowance = Math.max(0.002 * expected.bf16GiB, 0.006);
    expect(Math.abs(decoder / GIB - expected.bf16GiB)).toBeLessThan(allowance);
  });

  test(`caches ${expected.kvBytesPerToken} bytes for the first token`, () => {
    expect(kvBytesPerToken(model, oneGpu)).toBe(expected.kvBytesPerToken);
  });

  test(`holds ${expected.stateMiB} MiB of state for a sequence`, () => {
    expect(stateBytesPerSequence(model, oneGpu) / 2 ** 20).toBeCloseTo(expected.stateMiB, 1);
  });

  test('attends and feeds forward in the surveyed kinds of layers', () => {
    expect(histogram(model.layers.map(({ attention }) => attention.kind))).toEqual(
      Object.fromEntries(Object.entries(expected.attention)),
    );
    expect(histogram(model.layers.map(({ mlp }) => mlp.kind))).toEqual(
      Object.fromEntries(Object.entries(expected.mlp)),
    );
  });
});

describe('published checkpoints', () => {
  const published = rows.flatMap(({ id, publishedCheckpointGiB: gib }) =>
    gib ? [{ id, gib }] : [],
  );
  // The 2026-07 repository holds 7 GiB beyond the layers, the draft layer and the tables.
  const allowed: Record<string, number> = { 'deepseek-ai/DeepSeek-V4-Flash': 0.05 };

  test.each(published)('$id is $gib GiB on disk', ({ id, gib }) => {
    const model = known(id);
    const { checkpointBytes } = weightsPerGpu(model, model.checkpointFormat, oneGpu);
    expect(Math.abs(checkpointBytes / GIB / gib - 1)).toBeLessThan(allowed[id] ?? 0.01);
  });
});

describe('what is easily got wrong', () => {
  const routed = (id: string): number =>
    known(id).layers.filter(({ mlp }) => mlp.kind === 'moe').length;

  test('Llama-4 Scout routes in all 48 layers, Maverick in every second', () => {
    expect(routed('meta-llama/Llama-4-Scout-17B-16E')).toBe(48);
    expect(routed('meta-llama/Llama-4-Maverick-17B-128E')).toBe(24);
  });

  test('GLM-4.5 begins with 3 dense layers before 89 routed ones', () => {
    const kinds = known('zai-org/GLM-4.5').layers.map(({ mlp }) => mlp.kind);
    expect(kinds.slice(0, 4)).toEqual(['dense', 'dense', 'dense', 'moe']);
    expect(routed('zai-org/GLM-4.5')).toBe(89);
  });

  test('Qwen2.5 states no window that it uses', () => {
    const { layers } = known('Qwen/Qwen2.5-7B-Instruct');
    expect(layers.every(({ attention }) => attention.window === undefined)).toBe(true);
  });

  test('small Llama and Qwen models, Gemma and Phi-4-mini tie their embeddings', () => {
    const tied = survey.models.map(({ id }) => id).filter((id) => known(id).tiedEmbeddings);
    expect(tied).toEqual([
      ...['meta-llama/Llama-3.2-1B', 'meta-llama/Llama-3.2-3B'],
      ...['0.5B', '1.5B', '3B'].map((size) => `Qwen/Qwen2.5-${size}-Instruct`),
      'Qwen/Qwen3-0.6B',
      ...['google/gemma-2-9b', 'google/gemma-2-27b'],
      ...['4b', '12b', '27b'].map((size) => `google/gemma-3-${size}-it`),
      ...['google/gemma-4-26B-A4B', 'google/gemma-4-31B', 'microsoft/Phi-4-mini-instruct'],
    ]);
  });

  test('phi-4 has 10 key/value heads, which 8 ranks cannot share', () => {
    expect(known('microsoft/phi-4').kvHeads % 8).not.toBe(0);
  });

  test('the widest full-attention layer counts for divisibility, and a latent is one head', () => {
    expect(known('google/gemma-4-31B').kvHeads).toBe(4);
    expect(known('deepseek-ai/DeepSeek-V3').kvHeads).toBe(1);
  });
});

test('a model is found by id or alias, whatever the case', () => {
  expect(modelById('DEEPSEEK-AI/deepseek-r1')?.id).toBe('deepseek-ai/DeepSeek-V3');
  expect(modelById('deepseek-ai/DeepSeek-R1')).toBe(modelById('deepseek-ai/DeepSeek-V3'));
  expect(modelById('nobody/nothing')).toBeUndefined();
});

test('every name is listed once and leads to a geometry with a dated source', () => {
  const names = modelIds();
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  for (const name of names) {
    expect(modelById(name)?.layers.length).toBeGreaterThan(0);
    expect(modelSource(name)).toEqual({
      source: expect.stringMatching(/./),
      date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
  }
});

test('an entry in another format has the geometry of its base', () => {
  const original = known('Qwen/Qwen3-32B');
  const quantized = known('Qwen/Qwen3-32B-FP8');
  expect(quantized.parameters).toEqual(original.parameters);
  expect([original.checkpointFormat, quantized.checkpointFormat]).toEqual(['bf16', 'fp8']);
});
