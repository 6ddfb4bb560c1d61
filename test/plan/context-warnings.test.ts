import { planFor } from '../../src/plan/plan-for';

const lengths = { inputTokens: 3000, outputTokens: 1000 };
const llama8b = {
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
};
const planOf = (request: object) =>
  planFor({ model: 'Qwen/Qwen3-8B', accelerator: 'H100-SXM', ...request });
const codesOf = (request: object) => planOf(request).warnings.map(({ code }) => code);

test('a context beyond what the model is made for is planned, with a warning', () => {
  expect(codesOf({ engine: { maxModelLen: 131072 } })).toContain('context-beyond-model');
  expect(codesOf({ engine: { maxModelLen: 40960 } })).not.toContain('context-beyond-model');
  const operatingPoint = { concurrency: 4, inputTokens: 60000, outputTokens: 100 };
  expect(codesOf({ operatingPoint })).toContain('context-beyond-model');
});

test('a model that states no context is planned for what is asked of it', () => {
  const asked = planOf({ model: llama8b, operatingPoint: { concurrency: 4, ...lengths } });
  expect(asked.warnings.map(({ code }) => code)).toContain('context-unknown');
  expect(asked.choice.engineArguments).toContain('--max-model-len=4000');
  expect(planOf({ model: llama8b }).choice.engineArguments).toContain('--max-model-len=2048');
  expect(codesOf({ model: llama8b, engine: { maxModelLen: 65536 } })).not.toContain(
    'context-unknown',
  );
});
