import { gpusAreLimits as rule } from '../../../src/lint/rules/gpus-are-limits';
import { chat, severities, told } from './told';

const own = (resources: string) =>
  severities(rule, [chat({ gpus: 0, container: `resources: { ${resources} }` })]);

test.each([
  ['limits: { nvidia.com/gpu: 1 }', []],
  ['requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: "1" }', []],
  ['requests: { nvidia.com/gpu: 1 }', ['error']],
  ['requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 2 }', ['error', 'warning']],
  // What can be shared may be requested alone.
  ['requests: { cpu: 4, memory: 8Gi }, limits: { nvidia.com/gpu: 1 }', []],
])('%s: %j', (resources, found) => {
  expect(own(resources)).toEqual(found);
});

const server = (flags: string, gpus: number, script = false) =>
  severities(rule, [
    chat({
      gpus,
      command: script ? `[sh, -c, "${flags}"]` : `[vllm, serve, /m${flags && `, ${flags}`}]`,
    }),
  ]);

test.each([
  ['-tp, "2"', 2, []],
  ['-tp, "4"', 2, ['error']],
  ['', 2, ['warning']],
  ['-tp, "2", -dp, "2"', 4, []],
  ['-tp, "2", -pp, "2"', 2, ['error']],
  // Ranks in other pods.
  ['-tp, "8", --nnodes, "2"', 4, []],
  ['-tp, "8", --distributed-executor-backend, ray', 4, []],
  ['--config, /etc/vllm.yaml', 4, []],
])('vllm serve %s on %i GPUs: %j', (flags, gpus, found) => {
  expect(server(flags, gpus)).toEqual(found);
});

test('what a variable of the shell says is not known', () => {
  expect(server('exec vllm serve /m -tp $RANKS', 4, true)).toEqual([]);
});

test('two servers in one container share its GPUs', () => {
  expect(server('vllm serve /a & vllm serve /b --port 8001', 2, true)).toEqual([]);
});

test('what a script does before is nothing to the ranks', () => {
  expect(server('mkdir -p /c && exec vllm serve /m > /log 2>&1', 2, true)).toEqual(['warning']);
});

test('NIM has a variable of its own', () => {
  const container = 'env: [{ name: NIM_TENSOR_PARALLEL_SIZE, value: "2" }]';
  const [line] = told(rule, [
    chat({ image: 'nvcr.io/nim/m:1.14', command: '[]', gpus: 8, container }),
  ]);
  expect(line).toContain(
    'holds 8 GPUs and starts 2 ranks (NIM_TENSOR_PARALLEL_SIZE 2): 6 are paid for and idle',
  );
});

test.each([
  [{ container: 'env: [{ name: CUDA_VISIBLE_DEVICES, value: "0" }]' }, ['error']],
  [{ container: 'env: [{ name: CUDA_VISIBLE_DEVICES, value: "" }]' }, ['warning']],
  [{}, ['warning']],
  [{ pod: 'resourceClaims: [{ name: gpu }]' }, []],
  [{ image: 'vllm/vllm-openai-cpu:v0.32.0' }, []],
])('no GPU and %j: %j', (parts, found) => {
  expect(severities(rule, [chat({ ...parts, gpus: 0 })])).toEqual(found);
});

test.each([
  ['--tensor-parallel-size=2', 'a process sees one slice only'],
  ['--data-parallel-size=2', ''],
])('slices of a GPU with %s', (flag, words) => {
  const command = `[vllm, serve, /m, ${flag}]`;
  const container = 'resources: { limits: { nvidia.com/mig-3g.40gb: 2 } }';
  const [line = ''] = told(rule, [chat({ command, gpus: 0, container })]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});
