import fc from 'fast-check';
import { resolveEngine } from '../../src/capacity/engine-settings';
import { memoryBudget } from '../../src/capacity/memory';
import { weightsPerGpu } from '../../src/capacity/weights';
import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { modelById, modelIds } from '../../src/facts/model/catalogue';
import { planFor } from '../../src/plan/plan-for';

const llama = 'meta-llama/Llama-3.3-70B-Instruct';
const on = (tensor: number, more: object = {}) =>
  planFor({ model: llama, accelerator: 'H100-SXM', parallelism: { tensor }, ...more });

describe('Llama-3.3-70B in bf16 over four H100 at 0.92', () => {
  const { memory } = on(4);

  test('72.8 GiB − 32.9 weights − 0.55 context − 0.9 activations − 0.5 graphs leave 38.0', () => {
    expect(memory.weightsGiBPerGpu).toBeCloseTo(32.89, 2);
    expect(memory.nonTorchGiBPerGpu).toBe(0.55);
    // 8,192 tokens × (4 × 8,192 + 3 × 28,672 / 4) × 2 bytes.
    expect(memory.activationGiBPerGpu).toBeCloseTo(0.86, 2);
    expect(memory.cudaGraphGiBPerGpu).toBeCloseTo(0.54, 6);
    expect(memory.kvCacheGiBPerGpu).toBeCloseTo(38.0, 1);
  });

  test('38.0 GiB at 81,920 bytes a token are 498 thousand tokens', () => {
    expect(memory.kvBytesPerTokenPerGpu).toBe(81920);
    expect(Math.round(memory.kvCacheTokens / 1000)).toBe(498);
    expect(memory.maxConcurrency).toBeCloseTo(memory.kvCacheTokens / 131072, 4);
  });
});

describe('the budget', () => {
  test('fewer sequences give the memory of their sampled logits back', () => {
    const seqs = (maxNumSeqs: number) =>
      on(4, { engine: { version: '0.11.0', maxNumSeqs } }).memory;
    // 768 × 128,256 × 38.5 bytes.
    expect(seqs(256).activationGiBPerGpu).toBeCloseTo(1.21, 2);
    expect(seqs(256).kvCacheGiBPerGpu - seqs(1024).kvCacheGiBPerGpu).toBeCloseTo(3.53, 2);
  });

  test('eager mode keeps nothing for graphs', () => {
    const eager = on(4, { engine: { enforceEager: true } }).memory;
    expect(eager.cudaGraphGiBPerGpu).toBe(0);
    expect(eager.kvCacheGiBPerGpu - on(4).memory.kvCacheGiBPerGpu).toBeCloseTo(0.54, 6);
  });

  test('an engine before 0.21 logs blocks and takes 0.90 of the memory', () => {
    const { memory } = on(4, { engine: { version: '0.18.0' } });
    expect(memory.kvCacheTokens).toBe(memory.blocks * 16);
    const { leftGiB, takenGiB } = { leftGiB: memory.kvCacheGiBPerGpu, takenGiB: 79.18 * 0.9 };
    const { weightsGiBPerGpu, nonTorchGiBPerGpu, activationGiBPerGpu } = memory;
    // Its graphs come out of what the share leaves.
    expect(memory.cudaGraphGiBPerGpu).toBe(0);
    expect(leftGiB + weightsGiBPerGpu + nonTorchGiBPerGpu + activationGiBPerGpu).toBeCloseTo(
      takenGiB,
      6,
    );
  });

  // Start-up logs: gpt-oss-20b on a GB10, Qwen3.6-27B-FP8 on an H100.
  test.each([
    ['openai/gpt-oss-20b', '0.13.0', 8192, 2048, 282624, 54.44],
    ['Qwen/Qwen3.6-27B', '0.27.1', 4096, 4096, 292522, 71.42],
  ])(
    'tokens of a log of %s on %s are read as that version counts them',
    (model, version, maxModelLen, maxNumBatchedTokens, kvCacheTokens, concurrency) => {
      const { memory } = planFor({
        model,
        accelerator: 'H100-SXM',
        parallelism: { tensor: 1 },
        engine: { version, maxModelLen, maxNumBatchedTokens, prefixCaching: true },
        measured: { kvCacheTokens },
      });
      expect(memory.kvCacheTokens).toBe(kvCacheTokens);
      // Blocks that do not fill every group are not in the log.
      expect(Math.abs(memory.maxConcurrency - concurrency)).toBeLessThan(0.01);
    },
  );

  test('the engine lowers its own number of sequences to the tokens of a step', () => {
    const { choice } = on(4, { engine: { maxNumBatchedTokens: 512 } });
    expect(choice.engineArguments).toContain('--max-num-seqs=512');
  });

  test('an FP8 cache doubles the tokens, quantized weights leave the cache in bf16', () => {
    const { memory } = on(4);
    const fp8 = on(4, { engine: { kvCacheDtype: 'fp8' } }).memory;
    expect(fp8.kvBytesPerTokenPerGpu).toBe(memory.kvBytesPerTokenPerGpu / 2);
    expect(on(4, { quantization: 'fp8' }).memory.kvBytesPerTokenPerGpu).toBe(81920);
  });

  test('the layout fp8_ds_mla has its entries of 656 bytes', () => {
    const { memory } = planFor({
      model: 'deepseek-ai/DeepSeek-V3.2',
      accelerator: 'H200',
      parallelism: { tensor: 8 },
      engine: { kvCacheDtype: 'fp8_ds_mla' },
    });
    expect(memory.kvBytesPerTokenPerGpu).toBe(61 * (656 + 132));
  });

  test('a draft layer that speculates keeps a cache of its own', () => {
    const deepseek = (engine: object) =>
      planFor({
        model: 'deepseek-ai/DeepSeek-V3',
        accelerator: 'H200',
        parallelism: { tensor: 8 },
        engine,
      }).memory.kvBytesPerTokenPerGpu;
    expect(deepseek({})).toBe(61 * 1152);
    expect(deepseek({ speculative: { method: 'mtp', tokens: 1 } })).toBe(62 * 1152);
  });
});

describe('what a server showed', () => {
  test('wins over the estimate', () => {
    const measured = { weightsGiBPerGpu: 33, kvCacheGiBPerGpu: 30 };
    const { memory, evidence } = on(4, { measured });
    expect([memory.weightsGiBPerGpu, memory.kvCacheGiBPerGpu]).toEqual([33, 30]);
    expect(memory.blocks).toBe((30 * 2 ** 30) / (16 * 81920));
    const kinds = evidence.filter(({ kind }) => kind === 'measured').map((e) => e.quantity);
    expect(kinds).toEqual([
      '/memory/weightsGiBPerGpu',
      '/memory/kvCacheGiBPerGpu',
      '/memory/kvCacheTokens',
    ]);
  });

  test('tokens decide the blocks behind them', () => {
    const { memory } = on(4, { measured: { kvCacheTokens: 400000 } });
    expect([memory.kvCacheTokens, memory.blocks]).toEqual([400000, 25000]);
  });
});

describe('the longest context', () => {
  test('is the model’s own where the pool holds it', () => {
    expect(on(4).choice.engineArguments).toContain('--max-model-len=131072');
  });

  test('is else the largest multiple of 1,024 that one sequence can fill', () => {
    const { choice, memory } = on(2, { quantization: 'fp8', measured: { kvCacheGiBPerGpu: 4 } });
    // 4 GiB / 163,840 bytes are 26,214 tokens.
    expect(choice.engineArguments).toContain('--max-model-len=25600');
    expect(memory.fits).toBe(true);
  });
});

describe('traffic on a short context', () => {
  const at = (inputTokens: number) =>
    on(2, {
      quantization: 'fp8',
      measured: { kvCacheGiBPerGpu: 4 },
      traffic: { peakRequestsPerSecond: 1, inputTokens, outputTokens: 1000 },
      objectives: { timeToFirstTokenP95Ms: 60000, timePerOutputTokenP95Ms: 1000 },
    });

  test('is told that its tail will be cut', () => {
    expect(at(20000).warnings.map(({ code }) => code)).not.toContain('tail-longer-than-context');
    expect(at(21000).warnings.map(({ code }) => code)).toContain('tail-longer-than-context');
  });

  test('does not fit where its mean request does not', () => {
    expect(at(24600).memory.fits).toBe(true);
    expect(at(24601).memory.fits).toBe(false);
  });
});

describe('a configuration that does not fit', () => {
  test('is an answer: what is missing and the smallest change', () => {
    const { memory, fleet, cost } = on(1, { traffic: { peakRequestsPerSecond: 1 } });
    // 131.45 GiB of weights, 0.13 + 1.84 + 0.54 beside them, 40 GiB for one context, 72.85 there.
    expect(memory.fits).toBe(false);
    expect(memory.missingGiBPerGpu).toBeCloseTo(131.45 + 0.13 + 1.84 + 0.54 + 40 - 72.85, 1);
    expect(memory.smallestChange).toBe('raise parallelism.tensor to 2');
    expect([fleet, cost]).toEqual([undefined, undefined]);
  });

  test.each(['google/gemma-3-27b-it', 'openai/gpt-oss-120b', 'Qwen/Qwen3.6-27B'])(
    '%s fits as soon as the GPU has the missing GiB, and not with less',
    (model) => {
      const at = (memoryGiB: number) =>
        planFor({
          model,
          parallelism: { tensor: 1 },
          accelerator: custom(memoryGiB),
          engine: full(model),
        }).memory;
      const { missingGiBPerGpu } = at(10);
      expect(at(10 + missingGiBPerGpu / 0.92 + 0.001).fits).toBe(true);
      expect(at(10 + missingGiBPerGpu / 0.92 - 0.01).fits).toBe(false);
    },
  );
});

const full = (model: string) => ({
  maxModelLen: model.startsWith('Qwen') ? 262144 : 131072,
  maxNumSeqs: 256,
  maxNumBatchedTokens: 2048,
});
const custom = (memoryGiB: number) => ({
  name: 'own',
  architecture: 'hopper',
  memoryGiB,
  memoryBandwidthGBps: 3350,
  denseTflops: { bf16: 989 },
});

/** The budget alone, for engines that a request cannot name yet. */
function budget(id: string, gpu: string, memoryGiB: number, tensor: number, engine: object) {
  const model = modelById(id);
  const row = acceleratorRow(gpu);
  if (!model || !row) throw new Error(`${id} or ${gpu} is not in the catalogue`);
  const accelerator = { ...row, memoryGiB };
  const parallelism = { tensor, pipeline: 1, data: 1, expert: false, decodeContext: 1 };
  return memoryBudget({
    model,
    accelerator,
    engine: resolveEngine(engine, accelerator),
    parallelism,
    weights: weightsPerGpu(model, model.checkpointFormat, { ...parallelism, device: accelerator }),
    leastContext: 1,
  });
}

describe('other engines', () => {
  test('SGLang gives its cache the static fraction less weights, and starts with any context', () => {
    const engine = { name: 'sglang', gpuMemoryUtilization: 0.85, maxModelLen: 131072 };
    const { kvCacheGiB, weightsGiB, mustHoldContext } = budget(
      'Qwen/QwQ-32B',
      'L4',
      22.35,
      4,
      engine,
    );
    expect(kvCacheGiB).toBeCloseTo(22.35 * 0.85 - weightsGiB - 0.6, 6);
    // 2.84 GiB in the log of 0.4.3.
    expect(Math.abs(kvCacheGiB - 2.84)).toBeLessThan(0.3);
    expect(mustHoldContext).toBe(false);
  });

  test('TensorRT-LLM gives its cache nine tenths of what loading and warming up leave', () => {
    const engine = { name: 'tensorrt-llm', maxNumBatchedTokens: 8192 };
    const { kvCacheGiB, weightsGiB } = budget('meta-llama/Llama-3.1-8B', 'H100', 80, 2, engine);
    // 8 bytes for each of 8,192 × 4,096 hidden values.
    expect(kvCacheGiB).toBeCloseTo(0.9 * (80 - weightsGiB - 4.5 - 0.5 - 0.25), 6);
  });
});

test('text alone needs no vision tower, in memory or in the profile', () => {
  const plan = (engine: object) =>
    planFor({ model: 'Qwen/Qwen3.6-27B-FP8', accelerator: 'H100-SXM', engine });
  const engine = { maxNumSeqs: 32, maxNumBatchedTokens: 4096 };
  const whole = plan(engine);
  const text = plan({ ...engine, languageModelOnly: true });
  expect(whole.memory.weightsGiBPerGpu - text.memory.weightsGiBPerGpu).toBeCloseTo(0.85, 2);
  expect(text.memory.kvCacheGiBPerGpu - whole.memory.kvCacheGiBPerGpu).toBeGreaterThan(2);
  expect(text.choice.engineArguments).toContain('--language-model-only');
  expect(whole.choice.engineArguments).not.toContain('--language-model-only');
});

test('a bigger GPU never has less cache', () => {
  const id = fc.constantFrom(...modelIds());
  // Above 70 and 160 GiB the engine's own batch grows, which takes some of it back.
  const engine = fc.record({
    maxNumSeqs: fc.integer({ min: 1, max: 1024 }),
    maxNumBatchedTokens: fc.integer({ min: 1024, max: 16384 }),
  });
  fc.assert(
    fc.property(
      id,
      engine,
      fc.integer({ min: 8, max: 300 }),
      fc.nat(100),
      (model, flags, gib, more) => {
        const at = (memoryGiB: number) => budget(model, 'H100', memoryGiB, 4, flags).kvCacheGiB;
        expect(at(gib + more)).toBeGreaterThanOrEqual(at(gib));
      },
    ),
  );
});
