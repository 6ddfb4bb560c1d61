import schema from '../../../schema/plan-request.schema.json';
import { valueAt } from '../../../src/engines/by-version';
import { advisoriesAt, advisoryRows } from '../../../src/engines/vllm/advisories';
import { cacheVariables, canShareCompileCache } from '../../../src/engines/vllm/caches';
import { defaultEngineVersion } from '../../../src/engines/vllm/defaults';
import { endpointRows, hasEndpoint } from '../../../src/engines/vllm/endpoints';
import {
  fictionalVariables,
  goneSince,
  hasVariable,
  readVariables,
  variableRows,
} from '../../../src/engines/vllm/environment';
import { imageUser, officialImage, serverCommand } from '../../../src/engines/vllm/image';
import { hasLoadFormat, loadFormatRows } from '../../../src/engines/vllm/load-formats';
import {
  cudaGraphRows,
  nonTorchGiB,
  samplerBytesPerEntry,
} from '../../../src/engines/vllm/memory-rules';
import served from '../../fixtures/real-engine/paths.json';

test('no version has a shutdown endpoint', () => {
  expect(['0.6.3', '0.18.1', '0.32.0'].some((v) => hasEndpoint('/shutdown', v))).toBe(false);
});

test('sleep and pause are for development servers', () => {
  expect(hasEndpoint('/sleep', '0.32.0')).toBe(false);
  expect([hasEndpoint('/pause', '0.15.0'), hasEndpoint('/pause', '0.16.0')]).toEqual([true, false]);
  expect(hasEndpoint('/health', '0.32.0')).toBe(true);
});

test.each(Object.entries(served))(
  'a server of %s has the endpoints that it lists',
  (version, paths) => {
    const wrong = endpointRows.filter(
      ({ path }) => hasEndpoint(path, version) !== paths.includes(path),
    );
    expect(wrong).toEqual([]);
  },
);

test('the default version has no known advisory', () => {
  expect(advisoriesAt(defaultEngineVersion)).toEqual([]);
});

test('0.29 lacks eight fixes of 0.30', () => {
  expect(advisoriesAt('0.29.0').map(({ id }) => id)).toEqual([
    'CVE-2026-93436',
    'CVE-2026-93841',
    'CVE-2026-93989',
    'CVE-2026-94622',
    'CVE-2026-94623',
    'CVE-2026-94624',
    'CVE-2026-94625',
    'CVE-2026-94626',
  ]);
});

test('the API key can be passed by below 0.22', () => {
  const ids = (version: string): string[] => advisoriesAt(version).map(({ id }) => id);
  expect(ids('0.21.0')).toContain('CVE-2026-48746');
  expect(ids('0.22.0')).not.toContain('CVE-2026-48746');
});

test('each advisory stands once', () => {
  expect(new Set(advisoryRows.map(({ id }) => id)).size).toBe(advisoryRows.length);
});

test('caches are shared only from 0.17 on', () => {
  expect([canShareCompileCache('0.16.0'), canShareCompileCache('0.17.0')]).toEqual([false, true]);
  const fictional = Object.keys(fictionalVariables);
  expect(cacheVariables.filter(({ variable }) => fictional.includes(variable))).toEqual([]);
});

test('a variable is set only where the engine reads it', () => {
  expect(hasVariable('VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS', '0.21.0')).toBe(false);
  expect(hasVariable('VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS', '0.30.0')).toBe(true);
  expect(hasVariable('VLLM_ENGINE_READY_TIMEOUT_S', '0.13.0')).toBe(false);
  expect(hasVariable('VLLM_TORCH_COMPILE_CACHE_DIR', '0.32.0')).toBe(false);
});

test('what circulates is read by no version, and what is advised instead is', () => {
  for (const [fictional, meant] of Object.entries(fictionalVariables)) {
    expect([readVariables.has(fictional), readVariables.has(meant)]).toEqual([false, true]);
  }
});

test('variables that manifests set are among those that are read, and end where their row ends', () => {
  const ends = variableRows.map(({ name }) => [readVariables.has(name), goneSince(name)]);
  expect(ends).toEqual(variableRows.map(({ until }) => [true, until]));
  expect(goneSince('VLLM_ATTENTION_BACKEND')).toBe('0.15');
});

test('the image follows version and vendor', () => {
  expect(officialImage('0.32.0')).toBe('vllm/vllm-openai:v0.32.0');
  expect(officialImage('v0.32.0', 'amd')).toBe('vllm/vllm-openai-rocm:v0.32.0');
});

test('only newer images know an unprivileged user', () => {
  expect(imageUser('0.18.1')).toBeUndefined();
  expect(imageUser('0.32.0')).toEqual({ uid: 2000, gid: 0, home: '/home/vllm' });
});

test('the model became a positional argument in 0.11.1', () => {
  expect(serverCommand('0.32.0', '/models/m')).toEqual(['vllm', 'serve', '/models/m']);
  expect(serverCommand('0.11.0', '/models/m').slice(-2)).toEqual(['--model', '/models/m']);
});

test('the profiled sampler sorts logits until 0.17, and skips them in the second runner', () => {
  const bytes = (model: { modelType: string; isDense: boolean }) =>
    ['0.11.0', '0.17.1', '0.23.0', '0.32.0'].map((v) => samplerBytesPerEntry(v, model));
  expect(bytes({ modelType: 'llama', isDense: true })).toEqual([38.5, 14, 14, 6]);
  expect(bytes({ modelType: 'qwen3', isDense: true })).toEqual([38.5, 14, 6, 6]);
  expect(bytes({ modelType: 'qwen3_moe', isDense: false })).toEqual([38.5, 14, 14, 14]);
});

test('eight GPUs of a node hold more buffers each than two, and ROCm more than CUDA', () => {
  const nvidia = [1, 2, 8].map((ranks) => nonTorchGiB({ ranks, vendor: 'nvidia' }));
  expect(nvidia).toEqual([0.13, 0.55, 2]);
  expect(nonTorchGiB({ ranks: 1, vendor: 'amd' })).toBe(0.66);
});

test('where graphs are charged depends on the version', () => {
  const versions = ['0.18.1', '0.21.0', '0.32.0'];
  expect(versions.map((version) => valueAt(cudaGraphRows, version))).toEqual([
    'outside',
    'estimated',
    'unreliable',
  ]);
});

test('loaders are those of the schema, and each came with a version', () => {
  expect(loadFormatRows.map(({ format }) => format)).toEqual(
    schema.properties.engine.properties.loadFormat.enum,
  );
  expect([
    hasLoadFormat('instanttensor', '0.17.1'),
    hasLoadFormat('instanttensor', '0.18.0'),
  ]).toEqual([false, true]);
  expect(hasLoadFormat('pt', '0.32.0')).toBe(false);
});
