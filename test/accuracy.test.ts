import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const BENCH = join(ROOT, 'bench/accuracy.mjs');

/** A start of Llama-3.1-8B as its log tells it, and a load point of the same server. */
const server = {
  model: 'meta-llama/Llama-3.1-8B-Instruct',
  engine: 'vllm',
  engine_version: '0.17.1',
  gpu: 'A100-80GB',
  gpu_count: 1,
  tp: 1,
  pp: 1,
  dp: 1,
  ep: false,
  weights_dtype: 'bf16',
};
const start = {
  ...server,
  id: 'start',
  max_model_len: 32768,
  gpu_memory_utilization: 0.9,
  max_num_seqs: 256,
  weights_mem_gib_per_gpu: 14.99,
  available_kv_mem_gib_per_gpu: 55.79,
  kv_cache_tokens: 457024,
  max_concurrency_x: 13.95,
  max_concurrency_at_len: 32768,
};
const load = {
  ...server,
  id: 'load',
  sweep_id: 'sweep',
  load_mode: 'closed_loop',
  dataset: 'random',
  isl: 1000,
  osl: 200,
  max_concurrency: 8,
  mean_tpot_ms: 12,
  output_tok_s: 600,
};

describe('bench:accuracy', () => {
  const directory = mkdtempSync(join(tmpdir(), 'records-'));
  const write = (name: string, rows: object[]) =>
    writeFileSync(join(directory, `${name}-records.json`), JSON.stringify(rows));
  write('kv', [start]);
  write('perf', [load]);
  write('startup', [{ ...server, id: 'st', kind: 'engine_start', init_engine_s: 40 }]);
  afterAll(() => rmSync(directory, { recursive: true }));

  const run = (...args: string[]) =>
    execFileSync(process.execPath, [BENCH, '--records', directory, ...args], { encoding: 'utf8' });
  const scores = JSON.parse(run('--json')) as Record<string, unknown>[];
  const of = (quantity: string) =>
    scores.find((each) => (each.quantity as string).startsWith(quantity));

  test('says of each quantity how many records, how far off, and what share in the band', () => {
    expect(of('TPOT at a concurrency')).toMatchObject({ n: 1, bar: expect.any(String) });
    for (const key of ['median', 'mean', 'p90', 'insideBand', 'worst']) {
      expect(of('TPOT at a concurrency')).toHaveProperty(key);
    }
    expect(of('engine initialisation')).toMatchObject({ n: 1 });
  });

  test('holds a log of Llama-3.1-8B to the block and its weights to a hundredth', () => {
    expect(of('weights')?.worstError).toBeLessThan(0.01);
    expect(of('the same, dense')?.worstError).toBeLessThan(0.0025);
  });

  test('prints a table for people', () => {
    expect(run('kv')).toMatch(/^\| quantity \| bar \| n \| median \| mean \| p90 \|/);
  });

  test('wants a folder of records', () => {
    const { status, stderr } = spawnSync(process.execPath, [BENCH], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('--records DIR is missing')]);
  });
});
