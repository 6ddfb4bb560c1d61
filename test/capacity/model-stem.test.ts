import { modelStem } from '../../src/capacity/model-stem';

test.each([
  ['deepseek-ai/DeepSeek-V4-Flash-0731', 'deepseek-ai/DeepSeek-V4-Flash'],
  ['Qwen/Qwen3-8B (fine-tuned)', 'Qwen/Qwen3-8B'],
  ['Qwen/Qwen3-8B-int8 (mine)', 'Qwen/Qwen3-8B'],
  ['meta-llama/Llama-3.3-70B-Instruct-GGUF', 'meta-llama/Llama-3.3-70B-Instruct'],
  ['someone/Llama-3.3-70B-Instruct-w4a16', 'meta-llama/Llama-3.3-70B-Instruct'],
])('%s goes on from %s', (name, stem) => {
  expect(modelStem(name)).toBe(stem);
});

test.each(['', ' ', '-FP8', 'nobody/nothing-FP8', 'Qwen/Qwen3-8B-Coder'])(
  '%s goes on from none',
  (name) => {
    expect(modelStem(name)).toBeUndefined();
  },
);
