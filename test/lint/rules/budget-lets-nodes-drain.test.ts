import { budgetLetsNodesDrain as rule } from '../../../src/lint/rules/budget-lets-nodes-drain';
import { chat, scaler, severities, told } from './told';

const budget = (
  spec: string,
  name = 'chat',
  selector = 'selector: { matchLabels: { app: chat } }',
) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: llm }
spec: { ${[spec, selector, 'unhealthyPodEvictionPolicy: AlwaysAllow'].filter(Boolean).join(', ')} }
`;
const three = chat({ spec: 'replicas: 3' });

test.each([
  ['maxUnavailable: 1', []],
  ['maxUnavailable: 0', ['error']],
  ['maxUnavailable: 0%', ['error']],
  // Rounded up.
  ['maxUnavailable: 10%', []],
  ['minAvailable: 2', []],
  ['minAvailable: 3', ['error']],
  ['minAvailable: 70%', ['error']],
  ['minAvailable: 60%', []],
])('three replicas with %s: %j', (spec, found) => {
  expect(severities(rule, [three, budget(spec)])).toEqual(found);
});

test('what the minimum does not spare, the maximum may', () => {
  expect(told(rule, [chat(), scaler(), budget('minAvailable: 2')])).toEqual([
    'warning spec.minAvailable: minAvailable: 2 keeps all 2 pods of the minimum: no node can be drained while nothing is scaled up',
  ]);
});

test('two budgets on one pod refuse every eviction', () => {
  const [line, ...more] = told(rule, [
    three,
    budget('maxUnavailable: 1'),
    budget('maxUnavailable: 1', 'second'),
  ]);
  expect(line).toContain(
    "error spec.selector: PodDisruptionBudget 'chat' and PodDisruptionBudget 'second'",
  );
  expect(more).toEqual([]);
});

test('a budget without a selector protects nothing', () => {
  expect(told(rule, [three, budget('maxUnavailable: 1', 'chat', '')])).toEqual([
    "error spec: PodDisruptionBudget 'chat' has no selector, and protects no pod",
  ]);
});

test('loading pods hold a drain up unless the budget says otherwise', () => {
  const plain = budget('maxUnavailable: 1').replace(
    ', unhealthyPodEvictionPolicy: AlwaysAllow',
    '',
  );
  expect(severities(rule, [three, plain])).toEqual(['info']);
});

test('nobody has to protect one replica', () => {
  expect(told(rule, [chat()])).toEqual([]);
  expect(severities(rule, [three])).toEqual(['info']);
});

const group = `
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: { name: r1, namespace: llm }
spec:
  replicas: 2
  leaderWorkerTemplate:
    size: 2
    leaderTemplate:
      metadata: { labels: { app: chat } }
      spec: { containers: [{ name: v, image: 'vllm/vllm-openai:v0.32.0', command: [vllm, serve, /m], ports: [{ containerPort: 8000 }] }] }
    workerTemplate:
      spec: { containers: [{ name: v, image: 'vllm/vllm-openai:v0.32.0', command: [vllm, serve, /m, --headless] }] }
`;

test('a budget of the leaders does not keep their workers', () => {
  expect(severities(rule, [group, budget('maxUnavailable: 1')])).toEqual(['warning']);
  const all = 'selector: { matchLabels: { leaderworkerset.sigs.k8s.io/name: r1 } }';
  expect(severities(rule, [group, budget('maxUnavailable: 1', 'r1', all)])).toEqual([]);
});
