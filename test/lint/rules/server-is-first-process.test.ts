import { serverIsFirstProcess } from '../../../src/lint/rules/server-is-first-process';
import { found, scaledObject } from '../drain/manifests';

const script = (text: string, others = [scaledObject()]) =>
  found(serverIsFirstProcess, { command: ['/bin/sh', '-c', text], args: [] }, others).map(
    ({ severity }) => severity,
  );

test('a shell that goes on to run the server stays before it', () => {
  expect(script('export A=1; vllm serve m')).toEqual(['error']);
  expect(script('export A=1; vllm serve m', [])).toEqual(['warning']);
});

test.each([
  'export A=1; exec vllm serve m',
  'vllm serve m & P=$!; trap "kill -TERM $P" TERM; wait $P',
])('the server gets the signal: %s', (text) => {
  expect(script(text)).toEqual([]);
});

test('a server without a shell is the first process', () => {
  expect(found(serverIsFirstProcess, {}, [scaledObject()])).toEqual([]);
});

test('what it holds is told, and nothing where it holds no GPU', () => {
  const told = (limits: object) =>
    found(serverIsFirstProcess, {
      command: ['/bin/sh', '-c', 'export A=1; vllm serve m'],
      args: [],
      probes: { resources: { limits: { ...limits } } },
    })[0].message;
  expect(told({ 'nvidia.com/gpu': 2 })).toContain('holds 2 GPUs until SIGKILL at 100 s');
  expect(told({ cpu: '8' })).toContain('is cut off and stays until SIGKILL at 100 s');
});
