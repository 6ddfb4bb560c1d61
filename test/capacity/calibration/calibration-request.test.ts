import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withReadings } from '../../../src/capacity/calibration/calibration-request';
import { readRequests } from '../../../src/cli/requests';
import { CapacityPlan } from '../../../src/plan/capacity-plan';
import { planFor } from '../../../src/plan/plan-for';
import { chat70b, must, refusals } from '../../plan/requests';

const folder = mkdtempSync(join(tmpdir(), 'calibration-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const row = { concurrency: 32, inputTokens: 500, outputTokens: 300, timePerOutputTokenMs: 14.1 };
const rows = file('rows.json', JSON.stringify([row]));
const log = file(
  'start.log',
  [
    'Initializing a V1 LLM engine (v0.32.0) with config: tensor_parallel_size=8, dtype=x',
    'Model loading took 16.45 GiB memory and 31.25 seconds',
    'Available KV cache memory: 51.2 GiB',
    'GPU KV cache size: 1,342,176 tokens, Maximum concurrency',
  ].join('\n'),
);
const scrape = file('metrics.txt', 'vllm:cache_config_info{kv_cache_size_tokens="1000"} 1\n');

describe('a calibration by path', () => {
  test('is its rows, in the place of the path', () => {
    const other = { ...row, concurrency: 64 };
    const { calibration } = withReadings({ ...chat70b, calibration: [other, rows] });
    expect(calibration).toEqual([other, row]);
  });

  test('of a start fills what is not stated, an earlier file before a later one', () => {
    const measured = { weightsGiBPerGpu: 17, maxRequestsPerSecond: 20 };
    const request = withReadings({ ...chat70b, measured, calibration: [log, scrape] });
    expect(request.calibration).toBeUndefined();
    expect(request.measured).toEqual({
      weightsGiBPerGpu: 17,
      maxRequestsPerSecond: 20,
      kvCacheGiBPerGpu: 51.2,
      kvCacheTokens: 1_342_176,
      startupStages: [{ name: 'weights', seconds: 31.25 }],
      engineVersion: '0.32.0',
      tensor: 8,
    });
  });

  test('is in the plan as if it had been stated, and the plan as data needs no file', () => {
    const plan = CapacityPlan.fromRequest({ ...chat70b, calibration: [rows, log] });
    const request = plan.toRequest();
    expect(request.calibration).toEqual([row]);
    expect(request.measured.kvCacheGiBPerGpu).toBe(51.2);
    expect(JSON.stringify(request)).not.toContain(folder);
    expect(CapacityPlan.fromRequest(request).toJson()).toEqual(plan.toJson());
  });

  test('is meant from where the request lies', () => {
    const path = file('plan.json', JSON.stringify({ ...chat70b, calibration: ['rows.json'] }));
    const io = { out: () => {}, err: () => {}, stdin: () => '', version: '' };
    const [request] = readRequests(path, io).requests;
    expect(request).toMatchObject({ calibration: [row] });
  });

  test('that is not there, and one that is nothing, are refused together with the rest', () => {
    const empty = file('empty.json', '');
    const missing = join(folder, 'missing.json');
    const found = refusals({
      ...chat70b,
      accelerator: 'H100-SXL',
      calibration: [missing, rows, empty],
    });
    expect(found.map(({ path }) => path)).toEqual([
      '/calibration/0',
      '/calibration/2',
      '/accelerator',
    ]);
    expect(found[0]).toMatchObject({
      value: missing,
      allowed: 'a load point, or the path of a readable file',
    });
    expect(found[1]).toMatchObject({ value: 'empty.json' });
  });
});

describe('a load point', () => {
  const { concurrency: _, ...loadless } = row;

  test('of a rate and a concurrency is of whichever binds', () => {
    const loadAt = (point: object) => planFor({ ...chat70b, calibration: [point] }).speed;
    expect(loadAt({ ...row, requestsPerSecond: 1000 })).toEqual(loadAt(row));
    const slow = { requestsPerSecond: 0.5 };
    expect(loadAt({ ...row, ...slow })).toEqual(loadAt({ ...loadless, ...slow }));
  });

  test('with neither a concurrency nor a rate is refused', () => {
    expect(refusals({ ...chat70b, calibration: [row, loadless] })).toEqual([
      {
        path: '/calibration/1',
        value: loadless,
        allowed: 'with concurrency or requestsPerSecond, or both',
        fix: 'concurrency of a closed loop, requestsPerSecond of an open one',
      },
    ]);
  });

  test('of a closed loop may state its throughput instead of its time', () => {
    const { timePerOutputTokenMs: each, ...timeless } = { ...row, timeToFirstTokenMs: 100 };
    const endToEndMs = 100 + (row.outputTokens - 1) * each;
    const outputTokensPerSecond = (1000 * row.concurrency * row.outputTokens) / endToEndMs;
    const implied = planFor({ ...chat70b, calibration: [{ ...timeless, outputTokensPerSecond }] });
    const stated = planFor({ ...chat70b, calibration: [{ ...row, timeToFirstTokenMs: 100 }] });
    expect(implied.speed.baseStepMs).toBeCloseTo(stated.speed.baseStepMs, 9);
  });

  test('with a throughput that leaves no time for tokens is refused', () => {
    const { timePerOutputTokenMs: _, ...timeless } = { ...row, timeToFirstTokenMs: 1e6 };
    const [violation] = refusals({
      ...chat70b,
      calibration: [{ ...timeless, outputTokensPerSecond: 5000 }],
    });
    expect(violation).toMatchObject({ path: '/calibration/0/timePerOutputTokenMs' });
  });

  test('without a time per token and a throughput is refused, with the next step', () => {
    const { timePerOutputTokenMs: _, ...timeless } = row;
    const [violation] = refusals({ ...chat70b, calibration: [timeless] });
    expect(violation).toMatchObject({
      path: '/calibration/0/timePerOutputTokenMs',
      allowed: 'given, or implied by concurrency and outputTokensPerSecond',
      fix: 'give milliseconds',
    });
  });

  test('with a word that it does not know is refused, and the nearest one named', () => {
    const [violation] = refusals({ ...chat70b, calibration: [{ ...row, tensr: 8 }] });
    expect(violation).toMatchObject({
      path: '/calibration/0/tensr',
      fix: "did you mean 'tensor'?",
    });
  });

  test('of an open loop takes the place of a closed one', () => {
    const plan = CapacityPlan.fromRequest({
      ...chat70b,
      calibration: [{ ...loadless, requestsPerSecond: 5 }],
    });
    // 5 requests/s × 299 × 14.1 ms
    expect(must(plan.speed.calibration).largestConcurrency).toBeCloseTo(21.08, 2);
  });
});
