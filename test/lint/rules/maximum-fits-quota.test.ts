import { maximumFitsQuota as rule } from '../../../src/lint/rules/maximum-fits-quota';
import { chat, scaler, severities, told } from './told';

const quota = (hard: string, more = '') => `
apiVersion: v1
kind: ResourceQuota
metadata: { name: gpus, namespace: llm }
spec:
  hard: { ${hard} }
${more}
`;
const named = (name: string) => chat({ spec: 'replicas: 3' }).replaceAll('chat', name);

test('each fits and together they do not: who does not peak with others may mean it', () => {
  const [line, ...more] = told(rule, [
    named('one'),
    named('two'),
    quota('requests.nvidia.com/gpu: 5'),
  ]);
  expect(line).toBe(
    "warning spec.hard.requests.nvidia.com/gpu: 2 services may ask for 6 GPUs, and ResourceQuota 'gpus' has 5: the pods beyond are refused",
  );
  expect(more).toEqual([]);
});

test.each([
  ['requests.nvidia.com/gpu: 2', ['error']],
  ['requests.nvidia.com/gpu: 3', []],
  ['requests.amd.com/gpu: 2', []],
  // It counts nothing, which is told by another rule.
  ['limits.nvidia.com/gpu: 2', []],
])('three replicas of a GPU under %s: %j', (hard, found) => {
  expect(severities(rule, [named('one'), quota(hard)])).toEqual(found);
});

test.each([
  ['In', 'values: [batch]', 'batch', ['error']],
  ['In', 'values: [batch]', 'online', []],
  ['NotIn', 'values: [batch]', 'online', ['error']],
  ['Exists', '', 'online', ['error']],
  ['DoesNotExist', '', 'online', []],
])('a quota for priorities %s %j and a service of %s: %j', (operator, values, own, found) => {
  const scope = `
  scopeSelector:
    matchExpressions:
    - { scopeName: PriorityClass, operator: ${operator}${values && `, ${values}`} }
`;
  const pod = `priorityClassName: ${own}`;
  const service = chat({ spec: 'replicas: 3', pod });
  expect(severities(rule, [service, quota('requests.nvidia.com/gpu: 2', scope)])).toEqual(found);
});

const pool = (limits: string) => `
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: gpus }
spec: { ${limits} template: { spec: { requirements: [] } } }
`;

test('node pools bound only where all of them are limited', () => {
  const small = pool('limits: { nvidia.com/gpu: 2 },');
  expect(severities(rule, [named('one'), small])).toEqual(['warning']);
  expect(severities(rule, [named('one'), small, pool('')])).toEqual([]);
});

test('the site bounds the maximum of its scaler', () => {
  const [line] = told(rule, [chat(), scaler()], { gpuQuota: 4 });
  expect(line).toContain("error spec.maxReplicaCount: Deployment 'chat' may ask for 6 GPUs");
});
