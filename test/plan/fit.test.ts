import * as fc from 'fast-check';
import type { PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';

describe('a configuration that does not fit', () => {
  const small = fc.record({
    model: fc.constantFrom(
      'meta-llama/Llama-3.3-70B-Instruct',
      'openai/gpt-oss-120b',
      'Qwen/Qwen3.6-27B',
      'google/gemma-3-27b-it',
    ),
    accelerator: fc.constantFrom('L4', 'L40S', 'A100-40GB-SXM', 'H100-SXM'),
    parallelism: fc.record({ tensor: fc.constantFrom(1, 2) }),
    engine: fc.constantFrom({ maxModelLen: 32768 }, { maxModelLen: 131072 }, {}),
  });

  test('lacks memory, and fits after the smallest change', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(small, (request) => {
        const { memory } = planFor(request);
        if (memory.fits) {
          expect([memory.missingGiBPerGpu, memory.smallestChange]).toEqual([0, '']);
          return;
        }
        expect(memory.missingGiBPerGpu).toBeGreaterThan(0);
        expect(memory.smallestChange).not.toBe('');
        const changed = applied(request, memory.smallestChange);
        if (!changed) return;
        seen.add(memory.smallestChange.split(' ')[1]);
        expect(planFor(changed).memory.fits).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['engine.maxModelLen', 'parallelism.tensor']));
  });

  function applied(request: PlanRequest, change: string): PlanRequest | undefined {
    const value = Number(/ to (\d+)/.exec(change)?.[1]);
    if (change.startsWith('lower engine.maxModelLen'))
      return { ...request, engine: { maxModelLen: value } };
    if (change.startsWith('lower engine.maxNumSeqs')) {
      return { ...request, engine: { ...request.engine, maxNumSeqs: value } };
    }
    const { parallelism } = request;
    if (change.startsWith('raise parallelism.tensor'))
      return { ...request, parallelism: { tensor: value } };
    if (change.startsWith('raise parallelism.pipeline')) {
      return { ...request, parallelism: { ...parallelism, pipeline: value } };
    }
    return undefined;
  }
});
