import { read, service, services } from './manifests';

const gpus = (count: number) => `resources: { limits: { nvidia.com/gpu: ${count} } }`;

describe('an LLMInferenceService', () => {
  const llm = (spec: string) => `
apiVersion: serving.kserve.io/v1alpha2
kind: LLMInferenceService
metadata: { name: r1, namespace: llm }
spec:
  model: { uri: hf://org/model, name: served }
${spec.replace(/^/gm, '  ')}`;

  test('is completed by its controller, and tells the engine by what is written', () => {
    const { pods, replicas } = service(
      llm(`replicas: 3
parallelism: { tensor: 2 }
template:
  containers:
  - name: main
    env: [{ name: VLLM_ADDITIONAL_ARGS, value: "--max-model-len 8192 --enforce-eager" }]
    ${gpus(2)}`),
    );
    expect(replicas.value).toBe(3);
    expect(pods[0].isPartial).toBe(true);
    expect(pods[0].server?.engine).toMatchObject({
      name: 'vllm',
      model: 'org/model',
      servedNames: ['served'],
      tensor: 2,
      port: 8000,
    });
    expect(pods[0].server?.engine?.flags.get('--max-model-len')?.value).toBe('8192');
  });

  test('is a group where it has workers', () => {
    const containers = `{ containers: [{ name: main, ${gpus(8)} }] }`;
    const { pods, gpusPerReplica } = service(
      llm(
        `parallelism: { data: 32, dataLocal: 8 }\ntemplate: ${containers}\nworker: ${containers}`,
      ),
    );
    expect(pods.map(({ role, count }) => [role, count])).toEqual([
      ['server', 1],
      ['worker', 3],
    ]);
    expect(gpusPerReplica).toBe(32);
  });

  test('is two services with prefill, each with the scaler that it asks for', () => {
    const scaling = (max: number) =>
      `scaling: { maxReplicas: ${max}, wva: { keda: { cooldownPeriod: 60, idleReplicaCount: 1 } } }`;
    const [decode, prefill] = services(llm(`${scaling(4)}\nprefill: { ${scaling(2)} }`));
    expect(decode.scalers).toMatchObject([
      {
        kind: 'keda',
        target: { kind: 'LLMInferenceService', name: 'r1' },
        minReplicas: { value: 1, isDefault: true },
        maxReplicas: { value: 4 },
        cooldownSeconds: { value: 60 },
        idleReplicas: { value: 1, path: ['spec', 'scaling', 'wva', 'keda', 'idleReplicaCount'] },
      },
    ]);
    expect(prefill.scalers.map(({ maxReplicas }) => maxReplicas.value)).toEqual([2]);
    expect(prefill.path).toEqual(['spec', 'prefill']);
  });

  test('has queries in which the controller fills in the names', () => {
    const query =
      'sum(x{ns="{{ .ObjectMeta.Namespace }}",pod=~"{{ ChildName .ObjectMeta.Name `-kserve` }}-.*"})';
    const trigger = `{ type: prometheus, metadata: { query: '${query}' } }`;
    const [scaler] = read(llm(`scaling: { maxReplicas: 3, keda: { triggers: [${trigger}] } }`)).view
      .scalers;
    expect(scaler.triggers[0].query?.value).toBe('sum(x{ns="llm",pod=~"r1-kserve-.*"})');
  });
});

describe('an InferenceService', () => {
  const inference = (annotations: string, predictor: string) => `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: a, annotations: { ${annotations} } }
spec:
  predictor:
${predictor.replace(/^/gm, '    ')}`;
  const model = `model: { modelFormat: { name: huggingface }, storageUri: "hf://org/m", args: [--model_name=n], ${gpus(1)} }`;
  const standard = 'serving.kserve.io/deploymentMode: Standard';

  test('of a format that KServe serves with vLLM tells the model', () => {
    const { pods } = service(inference('', model));
    expect(pods[0].server?.engine).toMatchObject({
      name: 'vllm',
      model: 'org/m',
      servedNames: ['n'],
      port: 8080,
    });
    expect(pods[0].isPartial).toBe(true);
  });

  test('of another format is a service by its GPUs only', () => {
    const other = 'model: { modelFormat: { name: sklearn } }';
    expect(services(inference('', other))).toEqual([]);
    expect(services(inference('', other.replace(' } }', ` }, ${gpus(1)} }`)))).toHaveLength(1);
  });

  test('outside of Knative scales by the CPU unless told otherwise', () => {
    const bounds = `${model}\nminReplicas: 1\nmaxReplicas: 5`;
    expect(read(inference('', bounds)).view.scalers).toEqual([]);
    expect(service(inference(standard, bounds)).scalers).toMatchObject([
      { kind: 'hpa', maxReplicas: { value: 5 }, triggers: [{ resource: 'cpu' }] },
    ]);
  });

  test('with KEDA has its query and its target', () => {
    const metric = '{ backend: prometheus, serverAddress: "http://p", query: up }';
    const external = `external: { metric: ${metric}, target: { type: Value, value: "2" } }`;
    const { scalers } = service(
      inference(
        `${standard}, serving.kserve.io/autoscalerClass: keda`,
        `${model}\nminReplicas: 1\nmaxReplicas: 5\nautoScaling: { metrics: [{ type: External, ${external} }] }`,
      ),
    );
    expect(scalers).toMatchObject([
      {
        kind: 'keda',
        triggers: [
          {
            kind: 'query',
            type: 'prometheus',
            query: { value: 'up' },
            serverAddress: { value: 'http://p' },
            metricType: { value: 'Value' },
            threshold: { value: 2 },
          },
        ],
      },
    ]);
  });
});

describe('Ray', () => {
  const group = (containers: string, more = '') =>
    `[{ replicas: 1, minReplicas: 2, numOfHosts: 2${more}, template: { spec: { containers: [${containers}] } } }]`;
  const head = (container: string) =>
    `headGroupSpec: { template: { spec: { containers: [${container}] } } }`;
  const worker = `{ name: w, image: "rayproject/ray-llm:2.52.0", ${gpus(4)} }`;

  test('a RayService runs what its serve config asks for on its workers', () => {
    const { pods, gpusPerReplica, rollout } = service(`
apiVersion: ray.io/v1
kind: RayService
metadata: { name: a }
spec:
  serveConfigV2: |
    applications:
    - import_path: ray.serve.llm:build_openai_app
      args:
        llm_configs:
        - model_loading_config: { model_id: served, model_source: org/m }
          engine_kwargs: { tensor_parallel_size: 4, max_num_seqs: 40, enforce_eager: true }
  rayClusterConfig:
    ${head('{ name: h, image: "rayproject/ray-llm:2.52.0" }')}
    workerGroupSpecs: ${group(worker)}`);
    expect(gpusPerReplica).toBe(16);
    expect([rollout.strategy, rollout.surge.value]).toEqual(['NewCluster', 1]);
    expect(pods.map(({ count }) => count)).toEqual([4, 1]);
    const engine = pods[0].server?.engine;
    expect(engine).toMatchObject({
      name: 'vllm',
      isServer: false,
      model: 'org/m',
      servedNames: ['served'],
      tensor: 4,
      maxNumSeqs: 40,
    });
    expect(engine?.version).toBeUndefined();
    expect(engine?.flags.get('--enforce-eager')).toMatchObject({
      value: true,
      path: ['spec', 'serveConfigV2'],
    });
  });

  test('a RayCluster serves where its head runs an engine', () => {
    const { pods } = service(`
apiVersion: ray.io/v1
kind: RayCluster
metadata: { name: a }
spec:
  ${head(`{ name: h, image: "vllm/vllm-openai:v0.7.3", command: [bash, -c, "ray start --head; vllm serve m"], ${gpus(1)} }`)}
  workerGroupSpecs: ${group('{ name: w, image: "vllm/vllm-openai:v0.7.3" }')}`);
    expect(pods.map(({ role, count }) => [role, count])).toEqual([
      ['server', 1],
      ['worker', 4],
    ]);
    expect(pods[0].server?.engine).toMatchObject({ version: '0.7.3', isServer: true });
    expect(pods[1].containers[0].engine?.isServer).toBe(false);
  });
});

test('each role of a StormService is a service, with the scaler of that role', () => {
  const role = (name: string, replicas: number) =>
    `{ name: ${name}, replicas: ${replicas}, podGroupSize: 2, template: { spec: { containers: [{ image: "vllm/vllm-openai", ${gpus(1)} }] } } }`;
  const all = services(`
apiVersion: orchestration.aibrix.ai/v1alpha1
kind: StormService
metadata: { name: pool }
spec:
  replicas: 2
  template: { metadata: { labels: { app: pool } }, spec: { roles: [${role('prefill', 3)}, ${role('decode', 1)}] } }
---
apiVersion: autoscaling.aibrix.ai/v1alpha1
kind: PodAutoscaler
metadata: { name: p }
spec:
  scaleTargetRef: { apiVersion: orchestration.aibrix.ai/v1alpha1, kind: StormService, name: pool }
  subTargetSelector: { roleName: prefill }
  scalingStrategy: APA
  maxReplicas: 20
  metricsSources: [{ metricSourceType: pod, targetMetric: gpu_cache_usage_perc, targetValue: "0.5" }]`);
  expect(all.map(({ replicas, gpusPerReplica }) => [replicas.value, gpusPerReplica])).toEqual([
    [6, 2],
    [2, 2],
  ]);
  expect(all.map(({ scalers }) => scalers.length)).toEqual([1, 0]);
  expect(all[0].scalers[0]).toMatchObject({
    kind: 'hpa',
    maxReplicas: { value: 20 },
    behavior: { value: { scaleDown: { stabilizationWindowSeconds: 300 } } },
    triggers: [{ kind: 'metric', metric: { value: 'gpu_cache_usage_perc' }, isPerPod: true }],
  });
});

test('a role of a ModelServing is an entry and its workers', () => {
  const template = `{ spec: { containers: [{ image: "vllm/vllm-openai", ${gpus(8)} }] } }`;
  const { pods, gpusPerReplica } = service(`
apiVersion: workload.serving.volcano.sh/v1alpha1
kind: ModelServing
metadata: { name: a }
spec: { template: { roles: [{ name: r, entryTemplate: ${template}, workerReplicas: 1, workerTemplate: ${template} }] } }`);
  expect(pods.map(({ role }) => role)).toEqual(['server', 'worker']);
  expect(gpusPerReplica).toBe(16);
});

test('components of a Dynamo graph count by their GPUs, and its front end is none', () => {
  const main = (command: string) =>
    `extraPodSpec: { mainContainer: { image: "nvcr.io/nvidia/ai-dynamo/vllm-runtime:0.6", command: ${command} } }`;
  const { pods, gpusPerReplica } = service(`
apiVersion: nvidia.com/v1alpha1
kind: DynamoGraphDeployment
metadata: { name: a }
spec:
  services:
    Frontend: { componentType: frontend, ${main('[python3, -m, dynamo.frontend]')} }
    Decode: { componentType: worker, resources: { limits: { gpu: "2" } }, ${main('[python3, -m, dynamo.vllm, --model, m]')} }`);
  expect(gpusPerReplica).toBe(2);
  expect(pods[0].server?.engine).toMatchObject({ name: 'vllm', model: 'm', isServer: false });
});

test('kinds that only name a model tell replicas and engine', () => {
  expect(
    service(`
apiVersion: kubeai.org/v1
kind: Model
metadata: { name: a }
spec: { engine: VLLM, url: "hf://org/m", minReplicas: 0, args: [--tensor-parallel-size=2] }`),
  ).toMatchObject({
    replicas: { value: 0 },
    pods: [{ isPartial: true, server: { engine: { model: 'org/m', tensor: 2 } } }],
  });
});

test('OME writes the one container of an engine beside the fields of its pod', () => {
  const runtime = (kind: string) => `
apiVersion: ome.io/v1beta1
kind: ${kind}
metadata: { name: a }
spec:
  engineConfig:
    volumes: [{ name: shm, emptyDir: { medium: Memory } }]
    runner: { image: "lmsysorg/sglang:v0.5.5", command: [python3, -m, sglang.launch_server], ${gpus(4)} }
  routerConfig: { runner: { image: "lmsysorg/sglang-router" } }`;
  expect(service(runtime('ClusterServingRuntime'))).toMatchObject({
    gpusPerReplica: 4,
    pods: [
      { volumes: [{ kind: 'memory' }], server: { engine: { name: 'sglang', version: '0.5.5' } } },
    ],
  });
});

test('an InferenceService of another project is another kind', () => {
  const other = (group: string, spec: string) =>
    services(
      `apiVersion: ${group}/v1alpha1\nkind: InferenceService\nmetadata: { name: a }\nspec: ${spec}`,
    );
  expect(other('cloud.example.com', `{ predictor: { model: { ${gpus(1)} } } }`)).toEqual([]);
  const llmkube =
    '{ runtime: vllm, image: "vllm/vllm-openai:v0.20.0", resources: { gpu: 2 }, vllmConfig: { tensorParallelSize: 2 } }';
  expect(other('inference.llmkube.dev', llmkube)).toMatchObject([
    { gpusPerReplica: 2, pods: [{ server: { engine: { version: '0.20.0', tensor: 2 } } }] },
  ]);
});

test('a NIMService may ask for its own HPA', () => {
  const { scalers } = service(`
apiVersion: apps.nvidia.com/v1alpha1
kind: NIMService
metadata: { name: a }
spec: { scale: { enabled: true, hpa: { maxReplicas: 3 } }, ${gpus(1)} }`);
  expect(scalers).toMatchObject([
    { kind: 'hpa', target: { kind: 'NIMService', name: 'a' }, maxReplicas: { value: 3 } },
  ]);
});

test('flags of a ModelBooster are those of the engine', () => {
  const { pods } = service(`
apiVersion: workload.serving.volcano.sh/v1alpha1
kind: ModelBooster
metadata: { name: a }
spec:
  backend:
    type: vLLM
    modelURI: hf://org/m
    workers: [{ image: "vllm/vllm-openai:v0.11.0", config: { max-num-seqs: 8, enforce-eager: "" }, ${gpus(1)} }]`);
  expect(pods[0].server?.engine).toMatchObject({
    model: 'org/m',
    version: '0.11.0',
    maxNumSeqs: 8,
  });
  expect(pods[0].server?.engine?.flags.get('--enforce-eager')?.value).toBe(true);
});

test('a Service of Knative is completed by its controller', () => {
  const { pods } = service(`
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: a }
spec: { template: { spec: { containers: [{ image: "vllm/vllm-openai:v0.11.0", ${gpus(1)} }] } } }`);
  expect(pods[0]).toMatchObject({ isPartial: true, server: { engine: { version: '0.11.0' } } });
});
