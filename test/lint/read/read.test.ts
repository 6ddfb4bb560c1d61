import { readFiles } from '../../../src/lint/read/read';

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: llm }
spec:
  replicas: 3
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      containers:
        - name: vllm
          image: vllm/vllm-openai:v0.18.1
          args: [--model, Qwen/Qwen3-8B, -tp, "2"]
          ports: [{ containerPort: 8000 }]
          resources: { limits: { nvidia.com/gpu: 2 } }
`;

const scaler = `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: chat, namespace: llm }
spec:
  scaleTargetRef: { name: chat }
  triggers: [{ type: prometheus, metadata: { query: up, threshold: "5" } }]
`;

const read = (text: string) => readFiles([{ file: 'a.yaml', text }]);

test('a Deployment with an engine is a service with its scaler', () => {
  const { view, notes, errors } = read(`${deployment}---\n${scaler}`);
  expect([notes, errors]).toEqual([[], []]);
  const [service] = view.services;
  expect(service).toMatchObject({
    kind: 'Deployment',
    name: 'chat',
    namespace: 'llm',
    replicas: { value: 3 },
    gpusPerReplica: 2,
    rollout: { surge: { value: 1, isDefault: true }, unavailable: { value: 0 } },
  });
  expect(service.pods[0].server?.engine).toMatchObject({
    name: 'vllm',
    version: '0.18.1',
    model: 'Qwen/Qwen3-8B',
    tensor: 2,
    port: 8000,
  });
  expect(service.scalers).toEqual(view.scalers);
  expect(view.scalers).toMatchObject([
    { minReplicas: { value: 0, isDefault: true }, maxReplicas: { value: 100 } },
  ]);
});

test('a broken document costs only itself and is named by its line', () => {
  const { view, errors } = read(`${deployment}---\na: [1\nb: 2\n---\n${scaler}`);
  expect(view.objects.map(({ kind }) => kind)).toEqual(['Deployment', 'ScaledObject']);
  expect(errors).toMatchObject([{ file: 'a.yaml', line: 19 }]);
});
