import { noSecretInManifest as rule } from '../../../src/lint/rules/no-secret-in-manifest';
import { chat, severities, told } from './told';

const REAL = 'hf_QzXwVuTsRqPoNmLkJiHgFeDcBa';

test.each([
  ['HF_TOKEN', REAL, ['error']],
  ['HF_TOKEN', 'correct-horse-battery', ['error']],
  ['HF_TOKEN', '<your token>', ['warning']],
  ['HF_TOKEN', '$HF_TOKEN', ['warning']],
  ['HF_TOKEN', '$(TOKEN_OF_SECRET)', []],
  ['HF_TOKEN', '', []],
  ['OPENAI_API_KEY', 'EMPTY', []],
  ['EOS_TOKEN', '</s>', []],
  ['BYTES_PER_TOKEN', '2', []],
  ['HF_TOKEN_PATH', '/secrets/hf', []],
  ['HUB_AUTH', `Bearer ${REAL}0123456`, ['error']],
])('%s: "%s": %j', (name, value, found) => {
  const container = `env: [{ name: ${name}, value: '${value}' }]`;
  expect(severities(rule, [chat({ container })])).toEqual(found);
});

test.each([
  ['--api-key, sk-9f2c7d41b8e64a07', ['error']],
  ['--api-key, $(VLLM_API_KEY)', []],
  ['--api-key=$API_KEY', ['warning']],
])('vllm serve %s: %j', (words, found) => {
  expect(
    severities(rule, [chat({ command: `[vllm, serve, /m, "${words.replace(', ', '", "')}"]` })]),
  ).toEqual(found);
});

test('a token in a script is found by its form, and not shown', () => {
  const command = `[sh, -c, "export T=${REAL}0123456789; exec vllm serve /m"]`;
  const [line] = told(rule, [chat({ command })]);
  expect(line).toContain("'main' carries a token (hf_Qz…)");
  expect(line).not.toContain('hf_QzX');
});

const secret = (part: string, key: string, value: string) => `
apiVersion: v1
kind: Secret
metadata: { name: hub, namespace: llm }
${part}: { ${key}: '${value}' }
`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['data', 'hf_token', base64(REAL), ['warning']],
  ['data', 'hf_token', '<base64 of it>', ['warning']],
  ['data', 'hf_token', '', []],
  ['stringData', 'vllmApiKey', 'abc123XYZ987', ['warning']],
  ['stringData', 'hf_token', '$HF_TOKEN', []],
  ['data', 'tls.key', base64('key'), []],
])('a Secret with %s of %s: %s: %j', (part, key, value, found) => {
  expect(severities(rule, [secret(part, key, value)])).toEqual(found);
});

test('any token beside a model is meant', () => {
  const token = secret('stringData', 'token', REAL);
  expect(severities(rule, [token])).toEqual([]);
  expect(severities(rule, [chat(), token])).toEqual(['warning']);
});
