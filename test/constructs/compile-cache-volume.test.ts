import { Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  CompileCacheAccess,
  CompileCacheVolume,
  type CompileCacheVolumeProps,
  InferenceEngine,
  LlmInferenceService,
  type LlmInferenceServiceProps,
  NodeAutoscaler,
  ServingPlatform,
  WeightCache,
  WeightSource,
} from '../../src';
import { chartOf, type Fields, objectOf, propsOf, refusal, twoNodes } from './support';

function cached(
  part: Partial<LlmInferenceServiceProps> = {},
  props: CompileCacheVolumeProps = {},
  chart = chartOf(),
) {
  const compileCache = new CompileCacheVolume(chart, 'compile-cache', props);
  return new LlmInferenceService(chart, 'chat', { ...propsOf(part), compileCache });
}

const podOf = (service: LlmInferenceService): Fields => {
  const { leaderWorkerTemplate: group } = (service.workload.toJson() as Fields).spec;
  return (group.leaderTemplate ?? group.workerTemplate).spec;
};
const variable = (pod: Fields, name: string): string | undefined =>
  pod.containers[0].env.find((entry: Fields) => entry.name === name)?.value;
const folder = (part: Partial<LlmInferenceServiceProps> = {}) =>
  variable(podOf(cached(part)), 'VLLM_CACHE_ROOT');

const old = InferenceEngine.vllm({ version: '0.11.0', maxModelLen: 8192 });

describe('the claim', () => {
  test('is one that every node mounts read-write', () => {
    const service = cached({}, { storageClassName: 'efs', size: Size.gibibytes(50) });
    expect(objectOf(service, 'PersistentVolumeClaim')?.spec).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'efs',
      resources: { requests: { storage: '50Gi' } },
    });
  });

  test('is never smaller than its size', () => {
    const service = cached({}, { size: Size.mebibytes(1945) });
    expect(objectOf(service, 'PersistentVolumeClaim')?.spec.resources.requests.storage).toBe('2Gi');
  });

  test('has the class that the platform shares, unless it states one', () => {
    const classOf = (props: CompileCacheVolumeProps = {}) => {
      const chart = chartOf(ServingPlatform.custom({ sharedStorageClass: 'efs' }));
      return objectOf(cached({}, props, chart), 'PersistentVolumeClaim')?.spec.storageClassName;
    };
    expect(classOf()).toBe('efs');
    expect(classOf({ storageClassName: 'fsx' })).toBe('fsx');
    expect(objectOf(cached(), 'PersistentVolumeClaim')?.spec.storageClassName).toBeUndefined();
  });

  test('has that of the nearest platform, even where it shares none', () => {
    const chart = chartOf(ServingPlatform.custom({ sharedStorageClass: 'efs' }));
    const team = new Construct(chart, 'team');
    ServingPlatform.custom({}).provide(team);
    new CompileCacheVolume(team, 'compile-cache');
    const [claim] = chart.toJson();
    expect(claim.spec.storageClassName).toBeUndefined();
  });

  test('warns where the cluster chooses its class, until one is stated as advised', () => {
    const warningsOf = (props: CompileCacheVolumeProps, site = {}) =>
      new CompileCacheVolume(chartOf(ServingPlatform.custom(site)), 'cache', props).warnings;
    expect(warningsOf({})).toMatchObject([{ code: 'claim-without-class' }]);
    expect(warningsOf({ storageClassName: 'efs' })).toEqual([]);
    expect(warningsOf({}, { sharedStorageClass: 'efs' })).toEqual([]);
  });

  test('may be deleted by Argo CD and Flux, since what is lost is a compilation', () => {
    expect(objectOf(cached(), 'PersistentVolumeClaim')?.metadata.annotations).toBeUndefined();
  });

  test.each<[string, object]>([
    [
      '\'size\' ("100 MiB") must be at least 1 GiB: state Size.gibibytes(20)',
      { size: Size.mebibytes(100) },
    ],
    ["did you mean 'storageClassName'?", { storageClass: 'efs' }],
    ['\'name\' ("Cache") must be a DNS-1035 label', { name: 'Cache' }],
  ])('is refused with %s', (message, props) => {
    const chart = chartOf();
    expect(refusal(() => new CompileCacheVolume(chart, 'compile-cache', props))).toContain(message);
    expect(chart.node.children).toEqual([]);
  });

  test('is refused under the name of another claim, of weights too', () => {
    const chart = chartOf();
    const { model } = propsOf();
    new WeightCache(chart, 'shared', { model, revision: '0'.repeat(40) });
    const attempt = (name?: string) => () =>
      new CompileCacheVolume(new Construct(chart, name ?? 'cache'), 'shared', { name });
    expect(refusal(attempt())).toContain(
      "'name' (\"shared\") must be another than that of 'llm/shared' in the same namespace: state another, e.g. name: 'shared-b'",
    );
    expect(attempt('shared-b')).not.toThrow();
  });
});

describe('a shared cache', () => {
  const service = cached();
  const pod = podOf(service);

  test('holds every directory that the engine compiles into, and the start-up plan', () => {
    const root = variable(pod, 'VLLM_CACHE_ROOT')?.replace(/\/vllm$/, '');
    expect(root).toMatch(/^\/compile-cache\/chat-[0-9a-f]{10}$/);
    expect(variable(pod, 'TRITON_CACHE_DIR')).toBe(`${root}/triton`);
    expect(variable(pod, 'FLASHINFER_WORKSPACE_BASE')).toBe(`${root}/flashinfer`);
    expect(variable(pod, 'VLLM_ENABLE_STARTUP_PLAN')).toBe('1');
    const older = podOf(cached({ engine: InferenceEngine.vllm({ version: '0.24.0' }) }));
    expect(variable(older, 'VLLM_ENABLE_STARTUP_PLAN')).toBeUndefined();
  });

  test('is mounted read-write and never read-only', () => {
    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: 'compile-cache',
      mountPath: '/compile-cache',
    });
    expect(pod.volumes).toContainEqual({
      name: 'compile-cache',
      persistentVolumeClaim: { claimName: 'compile-cache' },
    });
    expect(pod.initContainers).toBeUndefined();
  });

  test('shortens the start of a replica, and leaves the startup budget at that of a cold one', () => {
    const { plan } = service;
    const without = LlmInferenceService.planFor(propsOf());
    expect(plan.coldStart.seconds).toBeLessThan(without.coldStart.seconds);
    expect(plan.probes).toEqual(without.probes);
  });
});

describe('the folder of a service', () => {
  const usual = folder();
  const engine = (options: object) => ({
    engine: InferenceEngine.vllm({ maxModelLen: 8192, ...options }),
  });

  test.each([
    ['image', engine({ image: 'registry.example/vllm@sha256:1' })],
    ['path of the model', { weights: WeightSource.claim('weights', { path: 'llama' }) }],
    ['argument', engine({ maxNumBatchedTokens: 4096 })],
    ['extra argument', engine({ extraArgs: ['--seed=7'] })],
    ['VLLM_ variable', engine({ env: { VLLM_USE_DEEP_GEMM: '0' } })],
    ['parallelism', engine({ tensorParallelSize: 2 })],
  ])('is another for another %s', (_, part) => {
    expect(folder(part)).not.toBe(usual);
  });

  test.each([
    ['drain', { traffic: { ...propsOf().traffic, outputTokensP99: 2000 } }],
    ['share of the memory', engine({ gpuMemoryUtilization: 0.9 })],
    ['name in the API', { servedModelName: 'other' }],
    ['variable of another program', engine({ env: { OMP_NUM_THREADS: '4' } })],
  ])('stays for another %s', (_, part) => {
    expect(folder(part)).toBe(usual);
  });
});

describe('the Job that fills it', () => {
  const service = cached();
  const job = objectOf(service, 'Job') as Fields;
  const { containers } = job.spec.template.spec;

  test("has the server's GPUs, environment and arguments, since all of them are in the key", () => {
    const [server] = podOf(service).containers;
    expect(containers[0].resources).toEqual(server.resources);
    expect(containers[0].env).toEqual(server.env);
    expect(containers[0].args).toEqual([...server.command, ...server.args]);
    expect(containers[0].image).toBe(server.image);
  });

  test('is nobody whom scaler, budget or Service would count', () => {
    const { labels } = job.spec.template.metadata;
    expect(Object.keys(labels).filter((key) => key.startsWith('cdk8s-llm.dev/'))).toEqual([]);
    expect(job.metadata.name).not.toMatch(/^chat-[0-9]+$/);
  });

  test('is probed by nobody, and has another name for another content', () => {
    expect(Object.keys(containers[0]).filter((key) => /Probe|lifecycle|ports/.test(key))).toEqual(
      [],
    );
    expect(job.metadata.name).toMatch(/^chat-prime-[0-9a-f]{10}$/);
    const other = objectOf(cached({ engine: InferenceEngine.vllm({ maxNumSeqs: 64 }) }), 'Job');
    expect(other?.metadata.name).not.toBe(job.metadata.name);
  });

  test('loads what it compiled, where the engine can be held to it', () => {
    const strict = (engine: InferenceEngine, props: CompileCacheVolumeProps = {}) =>
      (objectOf(cached({ engine }, props), 'Job') as Fields).spec.template.spec.containers[0]
        .command[5];
    expect(strict(InferenceEngine.vllm())).toBe('1');
    expect(strict(InferenceEngine.vllm({ enforceEager: true }))).toBe('0');
    expect(strict(InferenceEngine.vllm({ version: '0.17.0' }))).toBe('0');
    expect(strict(InferenceEngine.vllm(), { strictLoading: false })).toBe('0');
  });

  test('loses no try by a drained node or by weights that come late', () => {
    const rulesOf = (weights?: WeightSource, chart = chartOf()) => {
      const part = weights ? { weights } : {};
      cached(part, {}, chart);
      const primer = chart.toJson().find(({ metadata }) => /^chat-prime-/.test(metadata.name));
      return primer.spec.podFailurePolicy.rules;
    };
    const drained = {
      action: 'Ignore',
      onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
    };
    expect(rulesOf()).toEqual([drained]);
    const chart = chartOf();
    const { model } = propsOf();
    const { weights } = new WeightCache(chart, 'llama', { model, revision: '0'.repeat(40) });
    expect(rulesOf(weights, chart)).toEqual([
      {
        action: 'Ignore',
        onExitCodes: { containerName: 'wait-for-weights', operator: 'In', values: [3] },
      },
      drained,
    ]);
  });

  test('is not moved before its last start: one to compile, one to load', () => {
    const minutes = (props: CompileCacheVolumeProps) => {
      const chart = chartOf(ServingPlatform.custom({ nodeAutoscaler: NodeAutoscaler.KARPENTER }));
      const filling = objectOf(cached({}, props, chart), 'Job') as Fields;
      const { annotations } = filling.spec.template.metadata;
      return Number.parseInt(annotations['karpenter.sh/do-not-disrupt'], 10);
    };
    const { startupBudgetSeconds } = service.plan.probes;
    const more = minutes({}) - minutes({ strictLoading: false });
    expect(Math.abs(more - startupBudgetSeconds / 60)).toBeLessThan(5);
  });

  test('is left to the first replica on request, and for a group of nodes', () => {
    expect(objectOf(cached({}, { prime: false }), 'Job')).toBeUndefined();
    expect(objectOf(cached(twoNodes), 'Job')).toBeUndefined();
  });
});

describe('a copied cache', () => {
  const service = cached({}, { access: CompileCacheAccess.COPIED });
  const pod = podOf(service);

  test('is copied to the disk of the pod before its server starts', () => {
    const [seed] = pod.initContainers;
    const [from, to] = seed.command.slice(-2);
    expect(from).toMatch(/^\/compile-cache\/chat-[0-9a-f]{10}$/);
    expect(variable(pod, 'VLLM_CACHE_ROOT')).toBe(`${to}/vllm`);
    expect(seed.volumeMounts).toContainEqual({
      name: 'compile-cache',
      mountPath: '/compile-cache',
      readOnly: true,
    });
  });

  test('is out of reach of the server, and written by the Job', () => {
    const mounts = (container: Fields) => container.volumeMounts.map(({ name }: Fields) => name);
    expect(mounts(pod.containers[0])).not.toContain('compile-cache');
    const [primer] = (objectOf(service, 'Job') as Fields).spec.template.spec.containers;
    expect(mounts(primer)).toContain('compile-cache');
    expect(primer.command.slice(6, 8)).toEqual(pod.initContainers[0].command.slice(-2).reverse());
  });

  test('is what engines get whose writers overwrite each other', () => {
    expect(podOf(cached({ engine: old })).initContainers).toHaveLength(1);
  });
});

describe('a compile cache is refused', () => {
  test('in another namespace: artifacts are code that tenants must not share', () => {
    const chart = chartOf();
    const other = new Chart(chart.node.root, 'other', { namespace: 'team-b' });
    const compileCache = new CompileCacheVolume(other, 'compile-cache');
    const attempt = () => new LlmInferenceService(chart, 'chat', { ...propsOf(), compileCache });
    expect(refusal(attempt)).toContain(
      "'compileCache' (\"other/compile-cache\") must be of the namespace 'serving'",
    );
  });

  test('as shared where writers overwrite each other', () => {
    const attempt = () => cached({ engine: old }, { access: CompileCacheAccess.SHARED });
    expect(refusal(attempt)).toContain(
      "'compileCache.access' (\"shared\") must be 'copied' with vLLM 0.11.0",
    );
  });

  test('as a copy for the ranks of a group', () => {
    const attempt = () => cached(twoNodes, { access: CompileCacheAccess.COPIED });
    expect(refusal(attempt)).toContain(
      "'compileCache' (\"copied\") must be 'shared' for a replica of 2 nodes",
    );
  });

  test('as a copy that nobody fills', () => {
    const attempt = () => cached({}, { access: CompileCacheAccess.COPIED, prime: false });
    expect(refusal(attempt)).toContain(
      "'compileCache.prime' (false) must be true with 'copied' access",
    );
  });
});
