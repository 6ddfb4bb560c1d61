import { checkpointsOf } from '../../../src/facts/model/checkpoints';

const ids = (id: string) => checkpointsOf(id).map((each) => `${each.id} ${each.format}`);

describe('checkpoints of a model', () => {
  test('are told by name, whoever quantized them', () => {
    expect(ids('meta-llama/Llama-3.3-70B-Instruct')).toEqual([
      'meta-llama/Llama-3.3-70B-Instruct bf16',
      'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic fp8',
      'nvidia/Llama-3.3-70B-Instruct-FP8 fp8',
      'nvidia/Llama-3.3-70B-Instruct-NVFP4 nvfp4',
    ]);
    expect(ids('qwen/qwen2.5-72b-instruct-awq')).toEqual([
      'Qwen/Qwen2.5-72B-Instruct bf16',
      'Qwen/Qwen2.5-72B-Instruct-AWQ int4',
    ]);
  });

  test('are not those of a fine-tune with the same configuration', () => {
    expect(ids('Qwen/Qwen3-30B-A3B')).toEqual([
      'Qwen/Qwen3-30B-A3B bf16',
      'Qwen/Qwen3-30B-A3B-FP8 fp8',
      'nvidia/Qwen3-30B-A3B-NVFP4 nvfp4',
    ]);
    // Same geometry as Llama 3.3, whose checkpoints are not its own.
    expect(ids('meta-llama/Llama-3.1-70B-Instruct')).toEqual([
      'meta-llama/Llama-3.1-70B-Instruct bf16',
      'nvidia/Llama-3.1-70B-Instruct-FP8 fp8',
    ]);
  });

  test('of an unknown model are none', () => {
    expect(checkpointsOf('nobody/nothing')).toEqual([]);
  });
});
