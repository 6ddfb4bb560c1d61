import { groupRunsOneServer as rule } from '../../../src/lint/rules/group-runs-one-server';
import { severities, told } from './told';

const container = (command: string) =>
  `{ containers: [{ name: v, image: 'vllm/vllm-openai:v0.32.0', command: ['sh', '-c', "exec ${command}"], ports: [{ containerPort: 8000 }], resources: { limits: { nvidia.com/gpu: 8 } } }] }`;
const group = (leader: string, worker?: string) => `
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: { name: r1, namespace: llm }
spec:
  leaderWorkerTemplate:
    size: 2
    ${worker === undefined ? 'workerTemplate' : 'leaderTemplate'}: { spec: ${container(leader)} }
    ${worker === undefined ? '' : `workerTemplate: { spec: ${container(worker)} }`}
`;

const NODES = '--nnodes 2 --master-addr $(LWS_LEADER_ADDRESS)';
const WHOLE = 'vllm serve /m -tp 8 -pp 2';
const WORKER = `${WHOLE} ${NODES} --node-rank 1 --headless`;

test.each([
  ['vllm serve /m -tp 8', undefined, ['error']],
  ['vllm serve /m -tp 8', 'vllm serve /m -tp 8', ['error']],
  [`${WHOLE} ${NODES} --node-rank 0`, WORKER, []],
  // Every pod serves, and a rank of its own makes them one.
  ['vllm serve /m -dp 16 --data-parallel-size-local 8 --data-parallel-hybrid-lb', undefined, []],
  [
    'vllm serve /m -tp 8 -pp 2 --distributed-executor-backend ray',
    'ray start --address=$(LWS_LEADER_ADDRESS):6379 --block',
    [],
  ],
  [
    'python3 -m sglang.launch_server --model-path /m --tp 16 --dist-init-addr $(LWS_LEADER_ADDRESS):5000 --nnodes 2',
    undefined,
    [],
  ],
])('leader %j, workers %j: %j', (leader, worker, found) => {
  expect(severities(rule, [group(leader, worker)])).toEqual(found);
});

test.each([
  [
    8,
    4,
    'error',
    'has 16 GPUs and starts 32 ranks (tensor 8 × pipeline 4): the group never comes up',
  ],
  [
    4,
    2,
    'warning',
    'has 16 GPUs and starts 8 ranks (tensor 4 × pipeline 2): the others are paid for and idle',
  ],
])('tensor %i × pipeline %i on two nodes of eight: %s', (tensor, pipeline, severity, words) => {
  const engine = `vllm serve /m -tp ${tensor} -pp ${pipeline} ${NODES}`;
  const [line, ...more] = told(rule, [
    group(`${engine} --node-rank 0`, `${engine} --node-rank 1 --headless`),
  ]);
  expect(line).toContain(severity);
  expect(line).toContain(words);
  expect(more).toEqual([]);
});

test('leader and workers must agree', () => {
  const lines = told(rule, [
    group(`${WHOLE} ${NODES} --node-rank 0 --dtype bfloat16`, WORKER.replace('-pp 2', '-pp 1')),
  ]);
  expect(lines.map((line) => line.slice(line.indexOf("'")))).toEqual([
    "'--pipeline-parallel-size' is 1 for the workers and 2 for the leader: they do not meet",
    "'--dtype' is not given for the workers and bfloat16 for the leader: they do not meet",
  ]);
});

test.each([
  [2, ''],
  [3, 'spreads 16 ranks (tensor 8 × pipeline 2) over 3 nodes'],
])('16 ranks over %i nodes', (nodes, words) => {
  const flags = '--nnodes $(LWS_GROUP_SIZE) --master-addr $(LWS_LEADER_ADDRESS)';
  const engine = `vllm serve /m -tp 8 -pp 2 ${flags}`;
  const lws = group(`${engine} --node-rank 0`, `${engine} --node-rank 1 --headless`);
  const [line = ''] = told(rule, [lws.replace(/size: \d+/, `size: ${nodes}`)]);
  expect(line).toContain(words);
  expect(line.startsWith('error')).toBe(words !== '');
});
