import * as fc from 'fast-check';
import { readCalibration } from '../../../src/capacity/calibration/read-calibration';
import { InvalidInput, type Violation } from '../../../src/violations';

const refused = (name: string, content: string): readonly Violation[] => {
  try {
    readCalibration(name, content, '/calibration/0');
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
  return [];
};

const result = {
  backend: 'openai-chat',
  model_id: 'chat',
  num_prompts: 320,
  request_rate: 'inf',
  max_concurrency: 32,
  duration: 160,
  completed: 320,
  total_input_tokens: 160_000,
  total_output_tokens: 96_000,
  output_throughput: 600,
  mean_ttft_ms: 120,
  mean_tpot_ms: 14.1,
  median_tpot_ms: 13.9,
  mean_itl_ms: 14.05,
};

describe('a result of vllm bench serve', () => {
  const rows = (...each: object[]) =>
    readCalibration('bench.json', JSON.stringify(each.length > 1 ? each : each[0])).rows;

  test('is one load point, by its means', () => {
    expect(rows(result)).toEqual([
      {
        concurrency: 32,
        inputTokens: 500,
        outputTokens: 300,
        timePerOutputTokenMs: 14.1,
        timeToFirstTokenMs: 120,
        outputTokensPerSecond: 600,
        numPrompts: 320,
      },
    ]);
  });

  test('without means is read by its medians, and without TPOT by its ITL', () => {
    const { mean_tpot_ms: _mean, ...median } = result;
    expect(rows(median)[0].timePerOutputTokenMs).toBe(13.9);
    const { median_tpot_ms: _median, ...none } = median;
    expect(rows(none)[0].timePerOutputTokenMs).toBe(14.05);
  });

  test('without a cap has all its prompts in flight', () => {
    expect(rows({ ...result, max_concurrency: null })[0]).toMatchObject({ concurrency: 320 });
  });

  test('at a rate is an open loop until the cap holds it back: 4.34 s a request', () => {
    const [open] = rows({ ...result, request_rate: 4 });
    expect(open).toMatchObject({ requestsPerSecond: 4 });
    expect(open.concurrency).toBeUndefined();
    const [capped] = rows({ ...result, request_rate: 8 });
    expect(capped).toMatchObject({ concurrency: 32 });
    expect(capped.requestsPerSecond).toBeUndefined();
  });

  test('may hold several runs, as a list or a line each', () => {
    const other = { ...result, max_concurrency: 64 };
    const lines = `${JSON.stringify(result)}\n${JSON.stringify(other)}\n`;
    const expected = [32, 64];
    expect(rows(result, other).map(({ concurrency }) => concurrency)).toEqual(expected);
    expect(readCalibration('all.json', lines).rows.map((row) => row.concurrency)).toEqual(expected);
  });

  test('keeps what --metadata said of the server', () => {
    const told = { ...result, engine_version: '0.32.0', gpu: 'H100-SXM', tp: '8' };
    expect(rows(told)[0]).toMatchObject({ engineVersion: '0.32.0', gpu: 'H100-SXM', tensor: 8 });
  });

  test('in which nothing was completed is refused', () => {
    expect(refused('bench.json', JSON.stringify({ ...result, completed: 0 }))).toEqual([
      {
        path: '/calibration/0',
        value: 'bench.json',
        allowed: 'a run with completed requests',
        fix: 'it has 0: look at its errors, run again',
      },
    ]);
  });

  test.each([
    ['lengths', { total_input_tokens: 0 }, /total_input_tokens/],
    ['a time per token', { mean_tpot_ms: 0, median_tpot_ms: 0, mean_itl_ms: 0 }, /mean_tpot_ms/],
  ])('without %s is refused', (_, change, allowed) => {
    const [violation] = refused('bench.json', JSON.stringify({ ...result, ...change }));
    expect(violation.allowed).toMatch(allowed);
  });
});

describe('a report of GuideLLM', () => {
  const successful = (mean: number) => ({ successful: { mean }, total: { mean: 2 * mean } });
  const metrics = {
    request_totals: { successful: 89, total: 92 },
    requests_per_second: successful(14.5),
    request_concurrency: successful(1.84),
    prompt_token_count: successful(47),
    output_token_count: successful(16),
    time_to_first_token_ms: successful(54.6),
    time_per_output_token_ms: successful(7.17),
    inter_token_latency_ms: successful(4.0),
    output_tokens_per_second: successful(232.75),
  };
  const report = (...strategies: object[]) =>
    JSON.stringify({
      metadata: { version: 2, guidellm_version: '0.8.1' },
      benchmarks: strategies.map((strategy) => ({ config: { strategy }, metrics })),
    });
  const rows = (...strategies: object[]) => readCalibration('g.json', report(...strategies)).rows;

  test('is one load point a benchmark, by what came after the first token', () => {
    expect(rows({ type_: 'concurrent', streams: 2 })).toEqual([
      {
        concurrency: 2,
        inputTokens: 47,
        outputTokens: 16,
        timePerOutputTokenMs: 4,
        timeToFirstTokenMs: 54.6,
        outputTokensPerSecond: 232.75,
        numPrompts: 92,
      },
    ]);
  });

  test('of a sweep has closed and open loops', () => {
    const sweep = rows(
      { type_: 'synchronous' },
      { type_: 'throughput' },
      { type_: 'constant', rate: 3 },
      { type_: 'poisson', rate: 5 },
    );
    const loads = sweep.map((row) => row.concurrency ?? `${row.requestsPerSecond}/s`);
    expect(loads).toEqual([1, 1.84, '3/s', '5/s']);
  });

  test('of an older version keeps its strategy in args', () => {
    const benchmarks = [{ args: { strategy: { type_: 'concurrent', streams: 8 } }, metrics }];
    const [row] = readCalibration('g.json', JSON.stringify({ benchmarks })).rows;
    expect(row.concurrency).toBe(8);
  });

  test('with a benchmark in which nothing succeeded is refused, by its place', () => {
    const empty = { metrics: { ...metrics, inter_token_latency_ms: null } };
    const benchmarks = [{ config: {}, metrics }, empty];
    const [violation] = refused('g.json', JSON.stringify({ benchmarks }));
    expect(violation.fix).toMatch(/^it has benchmarks\[1\]: drop it/);
  });
});

describe('the log of a start', () => {
  const newest = `
(APIServer pid=1) INFO 11-23 05:56:48 [api_utils.py:347]  version 0.32.0
(EngineCore pid=2) INFO 11-23 05:57:28 [core.py:133] Initializing a V1 LLM engine (v0.32.0) with config: model='m', dtype=torch.bfloat16, max_seq_len=8192, tensor_parallel_size=2, pipeline_parallel_size=1, data_parallel_size=1, quantization=None, enforce_eager=False, kv_cache_dtype=auto
(Worker_TP0 pid=3) INFO 11-23 05:57:47 [gpu_model_runner.py:68] Starting to load model m...
(Worker_TP0 pid=3) INFO 11-23 05:58:17 [default_loader.py:1] Loading weights took 28.10 seconds
(Worker_TP0 pid=3) INFO 11-23 05:58:18 [gpu_model_runner.py:2] Model loading took 32.85 GiB memory and 30.5 seconds
(Worker_TP1 pid=4) INFO 11-23 05:58:19 [gpu_model_runner.py:2] Model loading took 32.85 GiB memory and 31.25 seconds
(Worker_TP0 pid=3) INFO 11-23 05:58:40 [monitor.py:53] torch.compile took 21.40 s in total
(Worker_TP0 pid=3) INFO 11-23 05:58:42 [monitor.py:91] Initial profiling/warmup run took 1.60 s
(Worker_TP0 pid=3) INFO 11-23 05:58:43 [gpu_worker.py:1] Available KV cache memory: 34.12 GiB
(Worker_TP1 pid=4) INFO 11-23 05:58:43 [gpu_worker.py:1] Available KV cache memory: 34.08 GiB
(EngineCore pid=2) INFO 11-23 05:58:43 [kv_cache_utils.py:9] GPU KV cache size: 446,656 tokens, Maximum concurrency for 8,192 tokens per request: 54.52x
(Worker_TP0 pid=3) INFO 11-23 05:58:55 [gpu_model_runner.py:3] Graph capturing finished in 12 secs, took 0.61 GiB
(EngineCore pid=2) INFO 11-23 05:58:57 [core.py:402] init engine (profile, create kv cache, warmup model) took 40.00 s (compilation: 21.40 s)
`;

  test('shows memory of the fullest rank, and the stages of the slowest', () => {
    const { measured, startupStages, rows } = readCalibration('start.log', newest);
    const stages = [
      { name: 'bootstrap', seconds: 59 },
      { name: 'weights', seconds: 31.25 },
      { name: 'profile', seconds: 1.6 },
      { name: 'compile', seconds: 21.4 },
      { name: 'graphs', seconds: 12 },
      { name: 'warmup', seconds: 5 },
    ];
    expect(rows).toEqual([]);
    expect(startupStages).toEqual(stages);
    expect(measured).toEqual({
      weightsGiBPerGpu: 32.85,
      kvCacheGiBPerGpu: 34.08,
      kvCacheTokens: 446_656,
      startupStages: stages,
      engineVersion: '0.32.0',
      tensor: 2,
    });
  });

  test('shows version and arguments of the server', () => {
    const { provenance } = readCalibration('start.log', newest);
    expect(provenance).toMatchObject({ engine: 'vllm', engineVersion: '0.32.0' });
    expect(provenance.flags).toEqual({
      'tensor-parallel-size': '2',
      'pipeline-parallel-size': '1',
      'data-parallel-size': '1',
      'max-model-len': '8192',
      dtype: 'bfloat16',
      'enforce-eager': 'False',
      'kv-cache-dtype': 'auto',
    });
  });

  test.each([
    ['two lines until 0.27', 'GPU KV cache size: 87,296 tokens\nMaximum concurrency', 87_296],
    ['one line since 0.28', 'GPU KV cache size: 87,296 tokens, Maximum concurrency', 87_296],
    ['the device since 0.30', 'CPU KV cache size: 87,296 tokens, Maximum concurrency', 87_296],
    ['blocks of 16 in V0', '# GPU blocks: 1024, # CPU blocks: 512', 16_384],
    ['blocks of CUDA in 0.8', '# cuda blocks: 1, # CPU blocks: 2\n# CUDA blocks: 64', 1024],
  ])('counts the cache in %s', (_, line, tokens) => {
    expect(readCalibration('start.log', line).measured.kvCacheTokens).toBe(tokens);
  });

  test.each([
    ['0.7', 'Loading model weights took 14.9888 GB', 14.9888],
    ['0.8 to 0.11.0', 'Model loading took 14.9888 GiB and 3.20 seconds', 14.9888],
    ['0.11.1', 'Model loading took 14.99 GiB memory and 3.20 seconds', 14.99],
  ])('weighs the weights as %s says', (_, line, gib) => {
    expect(readCalibration('start.log', line).measured.weightsGiBPerGpu).toBe(gib);
  });

  test.each([
    ['0.17', 'torch.compile takes 26.02 s in total', 26.02],
    [
      '0.11',
      'Dynamo bytecode transform time: 11.50 s\nCompiling a graph for dynamic shape takes 16.25 s',
      27.75,
    ],
    [
      '0.14',
      'Dynamo bytecode transform time: 11.50 s\nCompiling a graph for compile range (1, 8192) takes 16.25 s',
      27.75,
    ],
    [
      'a warm cache',
      'Dynamo bytecode transform time: 4.00 s\nDirectly load the compiled graph(s) for compile range (1, 8192) from the cache, took 0.250 s',
      4.25,
    ],
  ])('times compilation as %s prints it', (_, lines, seconds) => {
    const { startupStages } = readCalibration('s.log', `Model loading took 1 GiB\n${lines}`);
    expect(startupStages).toContainEqual({ name: 'compile', seconds });
  });

  test('counts nothing twice: what no line names is warm-up', () => {
    const old = 'init engine (profile, create kv cache, warmup model) took 3.63 seconds';
    expect(readCalibration('start.log', old).startupStages).toEqual([
      { name: 'warmup', seconds: 3.63 },
    ]);
  });
});

describe('a scrape', () => {
  const scrape = (...labels: string[]) =>
    labels.map((each) => `vllm:cache_config_info{${each}} 1.0`).join('\n');

  test('tells the tokens of the cache, and the arguments behind them', () => {
    const labels =
      'block_size="128",cache_dtype="auto",enable_prefix_caching="True",gpu_memory_utilization="0.92",kv_cache_memory_bytes="1073741824",kv_cache_size_tokens="87296",num_gpu_blocks="682"';
    const { measured, provenance } = readCalibration('metrics.txt', scrape(labels));
    expect(measured).toEqual({ kvCacheTokens: 87_296, kvCacheGiBPerGpu: 1 });
    expect(provenance.flags).toEqual({
      'gpu-memory-utilization': '0.92',
      'kv-cache-dtype': 'auto',
      'block-size': '128',
      'enable-prefix-caching': 'True',
    });
  });

  test('before 0.24 counts blocks; of two ranks the smaller one is what both use', () => {
    const labels = (blocks: number) =>
      `block_size="16",kv_cache_memory_bytes="None",num_gpu_blocks="${blocks}"`;
    const { measured } = readCalibration('metrics.txt', scrape(labels(2000), labels(1990)));
    expect(measured).toEqual({ kvCacheTokens: 31_840 });
  });
});

describe('rows of AIConfigurator', () => {
  const header =
    'model,isl,osl,prefix,concurrency,bs,ttft,tpot,tokens/s,tp,pp,dp,backend,version,system';
  const row = 'QWEN3_32B,4000,1000,1000,64,16,512.5,21.4,2800,2,1,4,vllm,0.19.0,h100_sxm';

  test('are load points that nobody measured, of one parallelism', () => {
    expect(readCalibration('agg.csv', `${header}\n${row}\n`).rows).toEqual([
      {
        concurrency: 64,
        inputTokens: 4000,
        outputTokens: 1000,
        cachedInputShare: 0.25,
        timePerOutputTokenMs: 21.4,
        timeToFirstTokenMs: 512.5,
        outputTokensPerSecond: 2800,
        simulated: true,
        tensor: 2,
        pipeline: 1,
        data: 4,
        engine: 'vllm',
        engineVersion: '0.19.0',
        gpu: 'H100-SXM',
        note: 'simulated by AIConfigurator',
      },
    ]);
  });

  test('may be JSON, and count the batch of each rank', () => {
    const one = { isl: 500, osl: 300, bs: 8, dp: 2, tp: 1, tpot: 9 };
    const { rows } = readCalibration('agg.json', JSON.stringify([one]));
    expect(rows[0]).toMatchObject({ concurrency: 16, tensor: 1, data: 2 });
  });

  test('of split prefill and decode are refused', () => {
    const split = { isl: 500, osl: 300, concurrency: 8, tpot: 9, '(p)tp': 2, '(d)tp': 4 };
    const [{ allowed, fix }] = refused('disagg.json', JSON.stringify([split]));
    expect(allowed).toBe('rows of aggregated serving (columns tp, pp, dp)');
    expect(fix).toContain('give agg_*.csv');
  });
});

describe('plain rows', () => {
  const expected = [
    { concurrency: 32, inputTokens: 500, outputTokens: 300, timePerOutputTokenMs: 14.1 },
  ];

  test.each([
    ['CSV', 'Concurrency,Input Tokens,output_tokens,timePerOutputTokenMs\n32,500,300,14.1\n'],
    ['JSON', JSON.stringify(expected)],
    [
      'YAML',
      '- concurrency: 32\n  inputTokens: 500\n  outputTokens: 300\n  timePerOutputTokenMs: 14.1\n',
    ],
  ])('may be %s', (_, content) => {
    expect(readCalibration('rows', content).rows).toEqual(expected);
  });

  test('without lengths are refused, and say what is missing', () => {
    const short = 'concurrency,outputTokens,timePerOutputTokenMs\n32,300,14.1\n';
    expect(refused('rows.csv', short)).toEqual([
      {
        path: '/calibration/0',
        value: 'rows.csv',
        allowed:
          'rows with concurrency or requestsPerSecond, inputTokens, outputTokens, timePerOutputTokenMs',
        fix: 'it has row 1 without inputTokens: state them as means of the run',
      },
    ]);
  });
});

describe('a file of no known source', () => {
  test.each([
    ['an empty file', '', 'it is empty'],
    ['broken JSON', '{"completed": 3,', 'it is broken JSON'],
    ['a CSV of other columns', 'time,value\n1,2\n', "it starts with 'time,value'"],
    ['prose', 'hello there', "it starts with 'hello there'"],
    ['a list of numbers', '[1, 2]', "it starts with '[1, 2]'"],
  ])('such as %s is refused by what it is', (_, content, fault) => {
    const [violation, ...others] = refused('/some/file', content);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ path: '/calibration/0', value: 'file' });
    expect(violation.allowed).toMatch(/^one of: a result of vllm bench serve/);
    expect(violation.fix.startsWith(fault)).toBe(true);
    expect(violation.fix.endsWith('; give such a file, or rows')).toBe(true);
  });
});

test('whatever a file holds, it is read or refused', () => {
  const seeds = [
    JSON.stringify(result),
    'Model loading took 1 GiB and 2 seconds',
    'isl,osl,tpot\n',
  ];
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.nat(400), fc.nat(40), fc.string())
    .map(([seed, from, length, put]) => seed.slice(0, from) + put + seed.slice(from + length));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), mutated), (content) => {
      refused('file', content);
    }),
    { numRuns: 300 },
  );
});
