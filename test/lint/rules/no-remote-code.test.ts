import { noRemoteCode as rule } from '../../../src/lint/rules/no-remote-code';
import { chat, severities, told } from './told';

test.each([
  ['[vllm, serve, a/b, --trust-remote-code]', ['warning']],
  ['[vllm, serve, a/b, --trust_remote_code]', ['warning']],
  ['[vllm, serve, a/b, --trust-remote-code, --no-trust-remote-code]', []],
  ['[vllm, serve, a/b, --trust-remote-code, --code-revision, 3f9c]', ['info']],
  ['[vllm, serve, a/b]', []],
])('%s: %j', (command, found) => {
  expect(severities(rule, [chat({ command })])).toEqual(found);
});

test('only a repository changes between starts', () => {
  const of = (model: string) =>
    told(rule, [chat({ command: `[vllm, serve, ${model}, --trust-remote-code]` })])[0];
  expect(of('a/b')).toContain('in whatever version is there at each start');
  expect(of('/models/b')).not.toContain('version');
});
