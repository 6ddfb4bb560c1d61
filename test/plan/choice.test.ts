import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must } from './requests';

const { parallelism: _p, ...open } = chat70b;
const codes = (plan: ReturnType<typeof planFor>) => plan.warnings.map(({ code }) => code);

describe('left open, parallelism', () => {
  test('is the cheapest that fits and keeps the objectives', () => {
    const plan = planFor(open);
    const usd = (tensor: number) => must(chat({ parallelism: { tensor } }).fleet).gpusAtPeak;
    expect(plan.choice.tensor).toBe([4, 8].sort((a, b) => usd(a) - usd(b))[0]);
    expect(planFor({ ...open, parallelism: { tensor: plan.choice.tensor } }).fleet).toEqual(
      plan.fleet,
    );
  });

  test('is told with everything that lost, and the reason', () => {
    const { rejected } = planFor(open);
    const lost = (tensor: number) => must(rejected.find(({ choice }) => choice.tensor === tensor));
    expect(lost(1).because).toMatch(/^does not fit: [\d.]+ GiB a GPU are missing$/);
    expect(rejected.every(({ because }) => because !== '')).toBe(true);
  });

  test('reaches over nodes where no single one holds the model', () => {
    const plan = planFor({ model: 'moonshotai/Kimi-K2-Instruct', accelerator: 'H100-SXM' });
    expect(plan.memory.fits).toBe(true);
    expect(plan.choice.pipeline).toBeGreaterThan(1);
    expect(plan.choice.engineArguments).toContain(`--nnodes=${plan.choice.pipeline}`);
  });

  test('stays a choice of tensor sizes that divide the heads', () => {
    const { choice, rejected } = planFor({ model: 'microsoft/phi-4', accelerator: 'H100-SXM' });
    // 40 query and 10 key/value heads.
    for (const each of [choice, ...rejected.map((lost) => lost.choice)]) {
      expect([1, 2]).toContain(each.tensor);
    }
  });
});

describe('engine arguments', () => {
  test('state every number that the plan relies on', () => {
    expect(chat().choice.engineArguments).toEqual([
      '--tensor-parallel-size=8',
      '--max-model-len=131072',
      '--max-num-seqs=1024',
      '--max-num-batched-tokens=8192',
      '--gpu-memory-utilization=0.92',
      '--kv-cache-dtype=auto',
      '--enable-prefix-caching',
      '--shutdown-timeout=46',
    ]);
  });

  test('ask for a quantization that the checkpoint does not have, and only then', () => {
    expect(chat({ quantization: 'fp8' }).choice.engineArguments).toContain('--quantization=fp8');
    expect(chat({ quantization: 'bf16' }).choice.engineArguments.join()).not.toContain(
      'quantization',
    );
  });

  test('leave out a shutdown window that the version ignores', () => {
    const args = chat({ engine: { version: '0.18.0' } }).choice.engineArguments.join(' ');
    expect(args).not.toContain('--shutdown-timeout');
  });

  test('leave out a block that the engine made and does not take', () => {
    const args = (blockSize: number) => chat({ engine: { blockSize } }).choice.engineArguments;
    expect(args(64)).toContain('--block-size=64');
    expect(args(528).join(' ')).not.toContain('--block-size');
  });

  test('carry what was stated', () => {
    const { engineArguments } = chat({
      parallelism: { tensor: 16, data: 2, expert: true, decodeContext: 2 },
      engine: {
        blockSize: 32,
        enforceEager: true,
        prefixCaching: false,
        speculative: { method: 'eagle3', tokens: 3 },
      },
    }).choice;
    expect(engineArguments).toEqual(
      expect.arrayContaining([
        '--data-parallel-size=2',
        '--enable-expert-parallel',
        '--decode-context-parallel-size=2',
        '--block-size=32',
        '--no-enable-prefix-caching',
        '--enforce-eager',
        '--speculative-config={"method":"eagle3","num_speculative_tokens":3}',
      ]),
    );
  });
});

describe('a warning', () => {
  test.each([
    ['quota-below-maximum', { platform: { gpuQuota: 8 } }],
    ['image-by-tag', { engine: { image: 'vllm/vllm-openai:v0.32.0' } }],
    ['engine-advisories', { engine: { version: '0.8.5' } }],
    ['max-num-seqs-larger-than-needed', {}],
    ['drain-exceeds-node-drain-limit', { platform: { nodeDrainLimitSeconds: 30 } }],
    ['tail-longer-than-context', { engine: { maxModelLen: 1024 } }],
    ['group-over-tcp', { node: tcp(), parallelism: { tensor: 8, pipeline: 2 } }],
  ])('%s says where, what and what to do', (code, change) => {
    const warning = must(chat(change).warnings.find((each) => each.code === code));
    expect(warning.path).toMatch(/^\//);
    expect(warning.message).not.toBe('');
    expect(warning.fix).not.toBe('');
  });

  test('is not given where there is no reason', () => {
    const engine = { maxNumSeqs: 256, image: `vllm/vllm-openai@sha256:${'0'.repeat(64)}` };
    expect(codes(chat({ engine, platform: { gpuQuota: 1000 } }))).toEqual([]);
  });
});

function tcp() {
  return { name: 'rack', gpus: 8, cpu: 192, memoryGiB: 2000, diskGiB: 4000, fabric: 'tcp' };
}
