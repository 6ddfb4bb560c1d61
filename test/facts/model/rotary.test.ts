import { ConfigFields } from '../../../src/facts/model/fields';
import { rotaryEntries } from '../../../src/facts/model/rotary';

const entries = (config: Record<string, unknown>): number =>
  rotaryEntries(new ConfigFields({ hidden_size: 1024, num_attention_heads: 8, ...config }));

test('the table has the width of a head for each position of the model', () => {
  expect(entries({ max_position_embeddings: 1000 })).toBe(1000 * 128);
  expect(entries({ max_position_embeddings: 1000, head_dim: 64 })).toBe(1000 * 64);
  expect(entries({})).toBe(0);
});

test('a part of the head, or of a latent, is rotated', () => {
  const context = { max_position_embeddings: 1000 };
  expect(entries({ ...context, partial_rotary_factor: 0.25 })).toBe(1000 * 32);
  expect(entries({ ...context, rope_parameters: { partial_rotary_factor: 0.5 } })).toBe(1000 * 64);
  expect(entries({ ...context, qk_rope_head_dim: 64 })).toBe(1000 * 64);
});

test('positions in three dimensions make it four times as long', () => {
  const rope_scaling = { mrope_section: [24, 20, 20] };
  expect(entries({ max_position_embeddings: 1000, rope_scaling })).toBe(4000 * 128);
});

test('layers of another width have a table of their own', () => {
  expect(entries({ max_position_embeddings: 1000, global_head_dim: 512 })).toBe(1000 * 640);
});
