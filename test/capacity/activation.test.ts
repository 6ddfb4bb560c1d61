import { prefillBytesPerToken, profiledPeakGiB } from '../../src/capacity/activation';
import { resolveEngine } from '../../src/capacity/engine-settings';
import type { Parallelism } from '../../src/capacity/parallelism';
import type { EngineRequest } from '../../src/capacity/request';
import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { modelById } from '../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../src/facts/model/geometry';
import { withoutEncoder } from '../../src/facts/model/outside-decoder';

const one: Parallelism = { tensor: 1, pipeline: 1, data: 1, expert: false, decodeContext: 1 };

function known(id: string): ModelGeometry {
  const model = modelById(id);
  if (!model) throw new Error(`${id} is not in the catalogue`);
  return model;
}

function peak(
  model: ModelGeometry,
  gpu: string,
  engine: EngineRequest,
  parallelism: Partial<Parallelism> = {},
): number {
  const row = acceleratorRow(gpu);
  if (!row) throw new Error(`${gpu} is not in the catalogue`);
  return profiledPeakGiB(model, resolveEngine(engine, row), { ...one, ...parallelism });
}

// "PyTorch activation peak memory takes … GiB", or what the log leaves beside weights and cache.
test.each<[string, string, EngineRequest, number, string]>([
  ['Qwen/Qwen2.5-1.5B-Instruct', 'L40S', { version: '0.6.6', maxModelLen: 4096 }, 1.4, 'sampler'],
  ['Qwen/Qwen2.5-1.5B-Instruct', 'T4', { version: '0.7.2', maxModelLen: 32768 }, 2.02, 'prompt'],
  ['meta-llama/Llama-3.1-8B', 'MI300X', { version: '0.9.2', maxModelLen: 131072 }, 14.63, 'prompt'],
  ['Qwen/Qwen3-30B-A3B-Instruct-2507', 'H100', { version: '0.10.2' }, 5.58, 'sampler'],
  ['openai/gpt-oss-20b', 'H100', { version: '0.11.0' }, 7.38, 'sampler'],
  ['meta-llama/Llama-3.3-70B-Instruct', 'H100', { version: '0.11.0' }, 4.84, 'sampler'],
  ['meta-llama/Llama-3.1-8B', 'A100-80GB', { version: '0.17.1' }, 0.42, 'sampler'],
])('%s on %s with %j peaks at %f GiB: the %s', (id, gpu, engine, gib) => {
  expect(Math.abs(peak(known(id), gpu, engine) - gib)).toBeLessThan(0.11);
});

describe('a token of a prefill step', () => {
  test('has four copies of the hidden state and three of the dense width, which ranks share', () => {
    const llama = known('meta-llama/Llama-3.1-8B');
    expect(prefillBytesPerToken(llama, one)).toBe((4 * 4096 + 3 * 14336) * 2);
    expect(prefillBytesPerToken(llama, { ...one, tensor: 2 })).toBe(
      (4 * 4096 + (3 * 14336) / 2) * 2,
    );
  });

  test('has in a mixture the input of each chosen expert, however many ranks slice it', () => {
    const qwen = known('Qwen/Qwen3-30B-A3B');
    // 8 experts of width 768, narrower than the 2,048 they write back.
    expect(prefillBytesPerToken(qwen, one)).toBe((4 * 2048 + 8 * (2048 + 768)) * 2);
    const sliced = prefillBytesPerToken(qwen, { ...one, tensor: 4 });
    expect(sliced).toBe((4 * 2048 + 8 * (2048 + 192)) * 2);
    const whole = prefillBytesPerToken(qwen, { ...one, tensor: 4, expert: true });
    expect(whole).toBe(prefillBytesPerToken(qwen, one));
  });
});

describe('a vision tower that takes any size', () => {
  const qwen = known('Qwen/Qwen3.6-27B-FP8');
  const engine = { version: '0.27.1', maxNumSeqs: 32, maxNumBatchedTokens: 4096 };

  test('is the peak of a text step of few tokens', () => {
    // 98,304 patches × (4 × 1,152 + 2 × 4,304) × 2 bytes.
    expect(peak(qwen, 'H100', engine)).toBeCloseTo(2.42 + 0.03, 2);
  });

  test('costs nothing when only text is served', () => {
    // 41.03 GiB of cache beside 27.67 of weights at 0.88 of an H100 leave 0.85 without context.
    expect(peak(withoutEncoder(qwen), 'H100', engine)).toBeCloseTo(0.85, 1);
  });

  test('stays beside the decoder in old versions', () => {
    const vl = known('Qwen/Qwen3-VL-30B-A3B-Instruct');
    const at = (maxNumSeqs: number) =>
      peak(vl, 'H100', { version: '0.12.0', maxNumSeqs, maxNumBatchedTokens: 8192 }, { tensor: 2 });
    // 38.15 and 37.23 GiB of cache in the logs.
    expect(Math.abs(at(64) - 3.25)).toBeLessThan(0.3);
    expect(Math.abs(at(256) - 4.17)).toBeLessThan(0.3);
  });
});
