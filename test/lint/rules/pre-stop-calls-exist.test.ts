import { preStopCallsExist } from '../../../src/lint/rules/pre-stop-calls-exist';
import { found, type Server, shell, vllm } from '../drain/manifests';

const judged = (script: string, server: Server = {}): string[] =>
  found(preStopCallsExist, { ...server, preStop: shell(script) }).map(({ message }) => message);

const post = (path: string, port = 8000): string =>
  `curl -X POST http://localhost:${port}${path}; sleep 20`;

test.each(['0.8.5', '0.32.0'])('vLLM %s has no /shutdown', (version) => {
  const [message] = judged(post('/shutdown'), { image: vllm(version) });
  expect(message).toContain('/shutdown, which no version of vLLM has');
});

test('nor has one that nobody states', () => {
  expect(judged(post('/shutdown'), { image: 'vllm/vllm-openai' })).toHaveLength(1);
});

test('an HTTP hook calls too', () => {
  const preStop = { httpGet: { path: '/shutdown', port: 8000 } };
  expect(found(preStopCallsExist, { preStop })).toHaveLength(1);
});

test.each([
  ['0.15.0', {}, 'which in vLLM 0.15.0 aborts what runs'],
  ['0.16.0', {}, 'which vLLM 0.16.0 does not serve'],
  ['0.16.0', { VLLM_SERVER_DEV_MODE: '1' }, 'which in vLLM 0.16.0 aborts what runs'],
])('/pause of vLLM %s with %j', (version, env, words) => {
  expect(judged(post('/pause'), { image: vllm(version), env })[0]).toContain(words);
});

test.each([
  ['a question', 'curl localhost:8000/health; sleep 20'],
  ['another port', post('/quitquitquit/shutdown', 15020)],
  ['another service', 'curl -X POST http://controller/shutdown; sleep 20'],
  ['a pause that waits', post('/pause?mode=wait')],
])('%s is none of it', (_, script) => {
  const server = { image: vllm('0.15.0') };
  expect(judged(script, server)).toEqual([]);
});

test('a rank that leaves Ray takes the requests of its group along', () => {
  expect(judged('ray stop')[0]).toContain('ends this rank at once');
});
