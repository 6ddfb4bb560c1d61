import { variableExists } from '../../../src/lint/rules/variable-exists';
import { found, vllm } from '../drain/manifests';

const judged = (env: Record<string, string>, version = '0.32.0') =>
  found(variableExists, { env, image: vllm(version) }).map(({ severity, fix }) => [severity, fix]);

test('what circulates and was never read is named with what was meant', () => {
  expect(judged({ VLLM_TORCH_COMPILE_CACHE_DIR: '/cache' })).toEqual([
    [
      'warning',
      'set VLLM_CACHE_ROOT to the directory above: artifacts lie in its torch_compile_cache',
    ],
  ]);
  expect(judged({ VLLM_CACHE_DIR: '/a', VLLM_CACHE_ROOT: '/a' })).toEqual([
    ['info', 'take VLLM_CACHE_DIR out'],
  ]);
});

test.each([
  ['VLLM_ENGINE_READY_TIMEOUT', 'VLLM_ENGINE_READY_TIMEOUT_S'],
  ['VLLM_LOG_LEVEL', 'VLLM_LOGGING_LEVEL'],
  ['VLLM_WORKER_MULTIPROC_METHODS', 'VLLM_WORKER_MULTIPROC_METHOD'],
])('%s is a slip of %s', (name, meant) => {
  expect(judged({ [name]: '1' })).toEqual([['warning', `did you mean ${meant}?`]]);
});

test.each([
  'VLLM_SKIP_WARMUP',
  'VLLM_MAX_MODEL_LEN',
  'VLLM_ASCEND_ENABLE_FLASHCOMM',
  'VLLM_PROMPT_BS_BUCKET_MIN',
  'VLLM_CHAT_SERVICE_HOST',
  'VLLM_ADDITIONAL_ARGS',
  'VLLM_LOGGING_LEVEL',
  'HF_HOME',
])('%s is read, or by somebody else', (name) => {
  expect(judged({ [name]: '1' })).toEqual([]);
});

test('a variable that is not there yet, or no more, does nothing', () => {
  expect(judged({ VLLM_USE_V1: '1' })).toEqual([['info', 'take it out']]);
  expect(judged({ VLLM_USE_V1: '1' }, '0.10.2')).toEqual([]);
  const early = judged({ VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS: '1' }, '0.21.0');
  expect(early).toEqual([['info', 'use vLLM 0.24 or later, or take it out']]);
});
