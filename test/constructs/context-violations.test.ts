import { App, Chart } from 'cdk8s';
import { Accelerator, InferenceEngine, LlmInferenceService, LlmModel } from '../../src';

describe('a service beyond what the model is made for', () => {
  const build = (options: object) => () =>
    new LlmInferenceService(new Chart(new App(), 'c'), 's', {
      model: LlmModel.of('Qwen/Qwen3-8B'),
      accelerator: Accelerator.H100_SXM,
      traffic: { peakRequestsPerSecond: 5 },
      engine: InferenceEngine.vllm({ maxModelLen: 131072, ...options }),
    });

  test('is refused, as its pods would never start', () => {
    expect(build({})).toThrow(/'engine.maxModelLen' \(131072\) must be at most 40960/);
  });

  test('is written where the engine is told how, or that it is meant', () => {
    expect(build({ env: { VLLM_ALLOW_LONG_MAX_MODEL_LEN: '1' } })).not.toThrow();
    expect(build({ extraArgs: ['--hf-overrides={"rope_scaling": {}}'] })).not.toThrow();
  });
});
