import { engineSpeed } from '../../src/engines/speed';

test('vLLM hides its scheduler behind the step since 0.14', () => {
  expect(engineSpeed('vllm', '0.13.0').stepMs).toBeGreaterThan(0.5);
  expect(engineSpeed('vllm', '0.14.0').stepMs).toBeLessThan(0.1);
});

test('every engine has a speed, at any version', () => {
  for (const name of ['vllm', 'sglang', 'tensorrt-llm']) {
    for (const version of ['0', '0.5.10', '99.0']) {
      const { layerFactor, memoryFactor, computeFactor } = engineSpeed(name, version);
      for (const factor of [layerFactor, memoryFactor, computeFactor]) {
        expect(factor).toBeGreaterThan(0.5);
        expect(factor).toBeLessThan(1.5);
      }
    }
  }
});
