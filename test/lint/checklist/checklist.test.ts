import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checklist } from '../../../src/lint/checklist/checklist';
import { judged } from '../../../src/lint/lint';
import { readFiles } from '../../../src/lint/read/read';

const EXAMPLES = join(__dirname, '../../../examples');

function verdictsOf(...texts: readonly string[]) {
  const { view } = readFiles(texts.map((text, place) => ({ file: `${place}.yaml`, text })));
  return checklist(view, judged(view).findings);
}

const verdicts = (...texts: readonly string[]): string =>
  verdictsOf(...texts)
    .map(({ verdict }) => verdict)
    .join(' ');

/** The recipe that circulates: its own list, written down literally. */
const RECIPE = `
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: {name: chat, namespace: serving}
spec:
  leaderWorkerTemplate:
    size: 1
    workerTemplate:
      metadata: {labels: {app: chat}}
      spec:
        terminationGracePeriodSeconds: 600
        containers:
          - name: vllm
            image: vllm/vllm-openai:v0.32.0
            args: [--model, meta-llama/Llama-3.3-70B-Instruct, --tensor-parallel-size=8]
            resources: {limits: {nvidia.com/gpu: "8"}}
            readinessProbe: {httpGet: {path: /health, port: 8000}}
            lifecycle:
              preStop:
                exec:
                  command: [/bin/sh, -c, "curl -X POST localhost:8000/shutdown; sleep 600"]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: chat, namespace: serving}
spec:
  scaleTargetRef: {apiVersion: leaderworkerset.x-k8s.io/v1, kind: LeaderWorkerSet, name: chat}
  minReplicaCount: 2
  maxReplicaCount: 20
  cooldownPeriod: 300
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: avg(vllm:gpu_cache_usage_perc)
        threshold: "0.85"
`;

test('the recipe that circulates does not pass its own list', () => {
  expect(verdicts(RECIPE)).toBe('part part part part fail fail pass fail fail fail');
});

test('a reason names what is there, and the rule that is broken', () => {
  const [byLoad, calm, drain] = verdictsOf(RECIPE);
  expect(byLoad).toMatchObject({ number: 1, service: 'LeaderWorkerSet serving/chat' });
  expect(byLoad.reason).toMatch(/^R1 metric-exists: "vllm:gpu_cache_usage_perc" is no longer/);
  expect(calm.reason).toMatch(/^R11 /);
  expect(drain.reason).toMatch(/^R17 /);
});

test.each([
  // Images are not pulled ahead, the plan is not calibrated, and nothing follows the cost.
  ['chat-70b', 'pass pass pass pass fail pass pass pass part part'],
  ['fast-cold-start', 'pass pass pass pass pass pass pass pass part part'],
])('what this library renders passes by intent: %s', (name, expected) => {
  const expectedFolder = join(EXAMPLES, name, 'expected');
  expect(verdicts(readFileSync(join(expectedFolder, `${name}.k8s.yaml`), 'utf8'))).toBe(expected);
});

const plain = (spec: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat}
spec:
  ${spec}
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec:
      containers:
        - name: vllm
          image: vllm/vllm-openai:v0.32.0
          resources: {limits: {nvidia.com/gpu: 1}}
`;

test.each([
  ['replicas: 1', 'part'],
  ['replicas: 2', 'pass'],
  ['replicas: 0', 'fail'],
])('without a scaler %s is what counts', (spec, verdict) => {
  expect(verdictsOf(plain(spec))[6]).toMatchObject({ verdict });
});

test('a DaemonSet with the image of the server pulls it, and one with another does not', () => {
  const puller = (image: string): string => `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: pull}
spec: {template: {spec: {initContainers: [{name: pull, image: "${image}"}]}}}
`;
  const of = (image: string) => verdictsOf(plain('replicas: 2'), puller(image))[4].verdict;
  expect(of('vllm/vllm-openai:v0.32.0')).toBe('pass');
  expect(of('vllm/vllm-openai:v0.31.0')).toBe('fail');
});
