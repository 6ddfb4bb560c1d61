import type { PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';

const models = [
  'meta-llama/Llama-3.3-70B-Instruct',
  'openai/gpt-oss-120b',
  'Qwen/Qwen3.6-27B',
  'google/gemma-3-27b-it',
];
const accelerators = ['L4', 'L40S', 'A100-40GB-SXM', 'H100-SXM'];
const contexts = [32768, 131072, undefined];

const requests: PlanRequest[] = models.flatMap((model) =>
  accelerators.flatMap((accelerator) =>
    [1, 2].flatMap((tensor) =>
      contexts.map((maxModelLen) => ({
        model,
        accelerator,
        parallelism: { tensor },
        engine: { maxModelLen },
      })),
    ),
  ),
);
const plans = requests.map((request) => ({ request, memory: planFor(request).memory }));
const tight = plans.filter(({ memory }) => !memory.fits);

/** The request with the change made; none where the change is another machine. */
function changed(request: PlanRequest, change: string): PlanRequest | undefined {
  const { parallelism, engine } = request;
  const [, path, value] = /(?:lower|raise|quantize) (.*) to (\w+)/.exec(change) ?? [];
  switch (path) {
    case 'engine.maxModelLen':
      return { ...request, engine: { ...engine, maxModelLen: Number(value) } };
    case 'engine.maxNumSeqs':
      return { ...request, engine: { ...engine, maxNumSeqs: Number(value) } };
    case 'parallelism.tensor':
      return { ...request, parallelism: { ...parallelism, tensor: Number(value) } };
    case 'parallelism.pipeline':
      return { ...request, parallelism: { ...parallelism, pipeline: Number(value) } };
    case 'the weights':
      return { ...request, quantization: value };
    default:
      return undefined;
  }
}

test('what fits lacks nothing, and what does not lacks memory and names a change', () => {
  expect(tight.length).toBeGreaterThan(40);
  expect(tight.length).toBeLessThan(plans.length);
  for (const { memory } of plans) {
    expect(memory.missingGiBPerGpu > 0).toBe(!memory.fits);
    expect(memory.smallestChange === '').toBe(memory.fits);
  }
});

test('it fits once the smallest change is made', () => {
  const tried = tight.flatMap(({ request, memory }) => {
    const better = changed(request, memory.smallestChange);
    return better ? [{ change: memory.smallestChange, fits: planFor(better).memory.fits }] : [];
  });
  expect(tried.filter(({ fits }) => !fits)).toEqual([]);
  const kinds = new Set(tried.map(({ change }) => change.split(' to ')[0]));
  expect([...kinds].sort()).toEqual([
    'lower engine.maxModelLen',
    'quantize the weights',
    'raise parallelism.pipeline',
    'raise parallelism.tensor',
  ]);
});

test('where no change of the request helps, another machine is named', () => {
  const rest = tight.filter(({ request, memory }) => !changed(request, memory.smallestChange));
  expect(rest.length).toBeGreaterThan(0);
  for (const { memory } of rest) {
    expect(memory.smallestChange).toBe('an accelerator with more memory, or more nodes');
  }
});
