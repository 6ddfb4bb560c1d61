import * as fc from 'fast-check';
import { planFor } from '../../src/plan/plan-for';
import { must } from '../plan/requests';

const PARAMETERS = 8.19e9;
/** Dense BF16 of an H100-SXM, from its data sheet. */
const PEAK_FLOPS = 989e12;

test('a closed loop never reads prompts faster than the GPU computes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 16, max: 32000 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 1024 }),
      fc.integer({ min: 1, max: 10000 }),
      (inputTokens, outputTokens, concurrency, numPrompts) => {
        const { outputTokensPerSecond } = must(
          planFor({
            model: 'Qwen/Qwen3-8B',
            accelerator: 'H100-SXM',
            operatingPoint: { inputTokens, outputTokens, concurrency, numPrompts },
          }).speed.prediction,
        );
        const tokensPerSecond = (outputTokensPerSecond / outputTokens) * inputTokens;
        expect(2 * PARAMETERS * tokensPerSecond).toBeLessThan(PEAK_FLOPS);
      },
    ),
    { numRuns: 100, examples: [[8000, 4, 256, 10000]] },
  );
});
