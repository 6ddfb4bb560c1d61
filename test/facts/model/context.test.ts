import { contextLimit } from '../../../src/facts/model/context';
import { ConfigFields } from '../../../src/facts/model/fields';

const limitOf = (config: object): number =>
  contextLimit(new ConfigFields({ ...config })).maxContextTokens;

test.each([
  'max_position_embeddings',
  'n_positions',
  'max_seq_len',
  'seq_length',
  'model_max_length',
  'max_sequence_length',
  'max_position_embedding',
  'max_target_positions',
])('%s is a context', (name) => {
  expect(contextLimit(new ConfigFields({ [name]: 4096 }))).toEqual({ maxContextTokens: 4096 });
});

test('the smallest of several counts, but for model_max_length', () => {
  expect(limitOf({ max_position_embeddings: 131072, max_seq_len: 8192 })).toBe(8192);
  expect(limitOf({ max_position_embeddings: 8192, model_max_length: 131072 })).toBe(131072);
});

test('a configuration without one is said to have none', () => {
  expect(contextLimit(new ConfigFields({}))).toEqual({
    maxContextTokens: 2048,
    statesNoContext: true,
  });
});

test('scaled positions count', () => {
  const positions = { max_position_embeddings: 32768 };
  const yarn = { type: 'yarn', factor: 4, original_max_position_embeddings: 32768 };
  expect(limitOf({ ...positions, rope_scaling: yarn })).toBe(131072);
  expect(limitOf({ max_position_embeddings: 131072, rope_scaling: yarn })).toBe(131072);
  expect(limitOf({ ...positions, rope_scaling: { type: 'yarn', factor: 4 } })).toBe(131072);
  expect(limitOf({ ...positions, rope_scaling: { type: 'linear', factor: 2 } })).toBe(65536);
  expect(limitOf({ ...positions, rope_parameters: { rope_type: 'dynamic', factor: 2 } })).toBe(
    65536,
  );
});

test('scaling that the stated length counts already does not', () => {
  const positions = { max_position_embeddings: 131072 };
  for (const kind of ['llama3', 'longrope', 'su', 'default', 'mrope']) {
    expect(limitOf({ ...positions, rope_scaling: { rope_type: kind, factor: 8 } })).toBe(131072);
  }
  const gemma = { model_type: 'gemma3_text', rope_scaling: { rope_type: 'linear', factor: 8 } };
  expect(limitOf({ ...positions, ...gemma })).toBe(131072);
});
