import { type App, Chart } from 'cdk8s';
import {
  Accelerator,
  CloudProvider,
  ImageWarming,
  InferenceEngine,
  LlmInferenceService,
  type LlmInferenceServiceProps,
  LlmModel,
  NodeAutoscaler,
  NodeShape,
  ServingPlatform,
  WarmImageCache,
  type WarmImageCacheProps,
  WeightSource,
} from '../../src';
import { refusedByRestricted } from '../manifests/restricted';
import { chartOf, type Fields, propsOf, refusal, serviceOf } from './support';

const cluster = (kubernetesVersion: string, more: object = {}) =>
  chartOf(ServingPlatform.custom({ kubernetesVersion, provider: CloudProvider.AWS, ...more }));

const cachesOf = (chart: Chart): Fields[] =>
  chart.toJson().filter(({ kind }: Fields) => kind === 'DaemonSet');

/** The only DaemonSet of a cache that one service uses. */
function cacheOf(
  props: WarmImageCacheProps = {},
  service: Partial<LlmInferenceServiceProps> = {},
  chart = cluster('1.34'),
): Fields {
  const imageCache = new WarmImageCache(chart, 'images', props);
  serviceOf({ imageCache, ...service }, chart);
  const [found, ...others] = cachesOf(chart);
  expect(others).toEqual([]);
  return found;
}

const podOf = (cache: Fields): Fields => cache.spec.template.spec;
const image = 'vllm/vllm-openai:v0.32.0';

describe('before image volumes', () => {
  const cache = cacheOf();
  const pod = podOf(cache);

  test('an init container runs the image once, and a pause container stays', () => {
    expect(pod.initContainers).toMatchObject([
      { image, imagePullPolicy: 'IfNotPresent', command: ['/bin/sh', '-c', 'true'] },
    ]);
    expect(pod.containers).toMatchObject([
      { name: 'pause', image: 'registry.k8s.io/pause:3.10', imagePullPolicy: 'IfNotPresent' },
    ]);
    expect(pod.volumes).toBeUndefined();
  });

  test('an image without a shell runs a command of its own', () => {
    const distroless = 'registry.example/router@sha256:1';
    const noOpCommands = { [distroless]: ['/router', '--version'] };
    const { initContainers } = podOf(cacheOf({ images: [distroless], noOpCommands }));
    expect(initContainers).toMatchObject([
      { image: distroless, command: ['/router', '--version'] },
      { image, command: ['/bin/sh', '-c', 'true'] },
    ]);
  });

  test('a command for an image that is not kept is refused, with the nearest', () => {
    const chart = cluster('1.34');
    const noOpCommands = { 'vllm/vllm-openai:v0.31.0': ['true'] };
    const imageCache = new WarmImageCache(chart, 'images', { noOpCommands });
    serviceOf({ imageCache }, chart);
    expect(imageCache.node.validate()).toEqual([
      `'noOpCommands' ("vllm/vllm-openai:v0.31.0") must be one of the images kept (nearest: ${image}): state the image as it stands in the cache or in its service`,
    ]);
  });

  test('nodes pull at the same time and let go at once', () => {
    expect(cache.spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: '100%' });
    expect(pod.terminationGracePeriodSeconds).toBe(1);
  });

  test('no GPU is requested', () => {
    expect(JSON.stringify(pod)).not.toContain('"nvidia.com/gpu":');
  });
});

describe('from Kubernetes 1.35 on', () => {
  test('the image is a volume, in use for as long as the pod is there', () => {
    const pod = podOf(cacheOf({}, {}, cluster('1.35')));
    expect(pod.initContainers).toBeUndefined();
    expect(pod.volumes).toEqual([
      { name: 'image-0', image: { reference: image, pullPolicy: 'IfNotPresent' } },
    ]);
    expect(pod.containers[0].volumeMounts).toEqual([
      { name: 'image-0', mountPath: '/images/0', readOnly: true },
    ]);
  });

  test('an init container may be asked for, where a policy refuses such volumes', () => {
    const pod = podOf(cacheOf({ warming: ImageWarming.INIT_CONTAINER }, {}, cluster('1.35')));
    expect(pod.initContainers).toHaveLength(1);
    expect(pod.volumes).toBeUndefined();
  });

  test('an image with weights is mounted in any case, since nothing in it can run', () => {
    const weights = WeightSource.image('registry.example/llama@sha256:01');
    const pod = podOf(
      cacheOf({ warming: ImageWarming.INIT_CONTAINER }, { weights }, cluster('1.35')),
    );
    expect(pod.initContainers.map((one: Fields) => one.image)).toEqual([image]);
    expect(pod.volumes.map((one: Fields) => one.image.reference)).toEqual([
      'registry.example/llama@sha256:01',
    ]);
  });
});

test.each([
  ['1.34', {}],
  ['1.35', {}],
  ['1.34', { openShift: true }],
])('pods on %s %j pass the restricted level', (version, more) => {
  expect(refusedByRestricted(podOf(cacheOf({}, {}, cluster(version, more))))).toEqual([]);
});

test('OpenShift assigns the uid itself', () => {
  const pod = podOf(cacheOf({}, {}, cluster('1.34', { openShift: true })));
  expect(pod.securityContext.runAsUser).toBeUndefined();
});

describe('a cache goes where its services are', () => {
  test('by their labels, their taints and their pull secrets', () => {
    const pod = podOf(
      cacheOf(
        { imagePullSecrets: ['next'], priorityClassName: 'low' },
        {
          nodeSelector: { pool: 'chat' },
          toleratedTaints: ['dedicated'],
          imagePullSecrets: ['mirror'],
        },
      ),
    );
    expect(pod.nodeSelector).toEqual({
      'karpenter.k8s.aws/instance-gpu-name': 'h100',
      'node.kubernetes.io/instance-type': expect.stringMatching(/^p5/),
      pool: 'chat',
    });
    expect(pod.tolerations).toEqual([
      { key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]);
    expect(pod.imagePullSecrets).toEqual([{ name: 'mirror' }, { name: 'next' }]);
    expect(pod.priorityClassName).toBe('low');
  });

  const second = (chart: Chart, part: Partial<LlmInferenceServiceProps>) =>
    new LlmInferenceService(chart, 'second', propsOf(part));
  const other = InferenceEngine.vllm({ image: 'mirror/vllm@sha256:02', maxModelLen: 8192 });

  test('once for all services on the same nodes, in whatever order they are declared', () => {
    const rendered = [true, false].map((first) => {
      const chart = cluster('1.35');
      const imageCache = new WarmImageCache(chart, 'images');
      if (first) second(chart, { imageCache, engine: other, toleratedTaints: ['a'] });
      serviceOf({ imageCache, toleratedTaints: ['b'] }, chart);
      if (!first) second(chart, { imageCache, engine: other, toleratedTaints: ['a'] });
      return cachesOf(chart);
    });
    expect(rendered[0]).toHaveLength(1);
    expect(rendered[0]).toEqual(rendered[1]);
    const pod = podOf(rendered[0][0]);
    expect(pod.volumes.map((one: Fields) => one.image.reference)).toEqual([
      'mirror/vllm@sha256:02',
      image,
    ]);
    expect(pod.tolerations.map(({ key }: Fields) => key)).toEqual(['a', 'b', 'nvidia.com/gpu']);
  });

  test('once for each kind of node, with the images of its services and no others', () => {
    const chart = cluster('1.35');
    const imageCache = new WarmImageCache(chart, 'images', { images: ['next@sha256:03'] });
    serviceOf({ imageCache }, chart);
    second(chart, {
      imageCache,
      engine: other,
      model: LlmModel.of('Qwen/Qwen3-8B-FP8'),
      accelerator: Accelerator.L4,
      traffic: { peakRequestsPerSecond: 1, inputTokens: 100, outputTokens: 50 },
    });
    const found = cachesOf(chart);
    const images = found.map((one) =>
      podOf(one).volumes.map(({ image: { reference } }: Fields) => reference),
    );
    expect(images).toEqual([
      ['next@sha256:03', image],
      ['mirror/vllm@sha256:02', 'next@sha256:03'],
    ]);
    const names = found.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(2);
    for (const [i, { spec }] of found.entries()) {
      expect(names[i]).toMatch(/^images-[0-9a-f]{10}$/);
      expect(spec.selector.matchLabels).toEqual({
        'app.kubernetes.io/name': names[i],
        'app.kubernetes.io/component': 'image-cache',
      });
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    }
  });

  test('also when the platform names the cache for services below it', () => {
    const chart = cluster('1.35');
    const imageCache = new WarmImageCache(chart, 'images');
    const below = new Chart(chart.node.root as App, 'below', { namespace: 'serving' });
    ServingPlatform.custom({ provider: CloudProvider.AWS, defaults: { imageCache } }).provide(
      below,
    );
    expect(serviceOf({}, below).plan.toRequest().caches.image).toBe(true);
    expect(cachesOf(chart)).toHaveLength(1);
  });
});

describe('the next version', () => {
  test('is pulled before it serves, and a tag is told of', () => {
    const chart = cluster('1.34');
    const next = ['vllm/vllm-openai:v0.33.0', 'mirror/vllm@sha256:04'];
    const imageCache = new WarmImageCache(chart, 'images', { images: next });
    serviceOf({ imageCache }, chart);
    const [cache] = cachesOf(chart);
    expect(podOf(cache).initContainers.map((one: Fields) => one.image)).toEqual([
      'mirror/vllm@sha256:04',
      image,
      'vllm/vllm-openai:v0.33.0',
    ]);
    expect(imageCache.warnings).toMatchObject([{ code: 'image-by-tag', path: 'images[0]' }]);
  });

  test('is warned of by the plan of a service whose nodes are bought for its pods', () => {
    const codes = (nodeAutoscaler?: NodeAutoscaler) => {
      const chart = cluster('1.34', { nodeAutoscaler });
      const { plan } = serviceOf({ imageCache: new WarmImageCache(chart, 'images') }, chart);
      return plan.warnings.map(({ code }) => code);
    };
    expect(codes()).toContain('image-cache-without-nodes');
    expect(codes(NodeAutoscaler.NONE)).not.toContain('image-cache-without-nodes');
  });
});

describe('a cache is refused', () => {
  const synth = (chart: Chart) => () => (chart.node.root as App).synthYaml();

  test('when nothing uses it', () => {
    const chart = cluster('1.34');
    new WarmImageCache(chart, 'images');
    expect(refusal(synth(chart))).toContain(
      "'imageCache' (missing) must be given to at least one service",
    );
  });

  test('when its images do not fit the disk of a node, and taken with fewer', () => {
    const build = (count: number) => {
      const chart = cluster('1.34');
      const images = Array.from({ length: count }, (_, i) => `mirror/vllm@sha256:${i}`);
      const imageCache = new WarmImageCache(chart, 'images', { images });
      serviceOf(
        {
          imageCache,
          node: NodeShape.of('aws/g6.xlarge'),
          accelerator: Accelerator.L4,
          model: LlmModel.of('Qwen/Qwen3-8B-FP8'),
          traffic: { peakRequestsPerSecond: 1, inputTokens: 100, outputTokens: 50 },
          weights: WeightSource.claim('qwen'),
        },
        chart,
      );
      return synth(chart);
    };
    expect(build(7)).not.toThrow();
    expect(refusal(build(8))).toContain(
      "'images' (9) must be fewer: with one pod they take 250 GiB of disk, aws/g6.xlarge has 2",
    );
  });

  test('when its images do not fit the smallest disk among its nodes', () => {
    const build = (...disks: number[]) => {
      const chart = chartOf(ServingPlatform.custom({ nodeAutoscaler: NodeAutoscaler.NONE }));
      const imageCache = new WarmImageCache(chart, 'images', { images: ['mirror/vllm@sha256:1'] });
      for (const diskGiB of disks) {
        const size = { gpus: 8, cpu: 96, memoryGiB: 900, diskGiB };
        const node = NodeShape.custom({ name: `disk-${diskGiB}`, ...size });
        const nodeSelector = { rack: 'a' };
        const props = propsOf({ imageCache, node, nodeSelector, weights: WeightSource.claim('w') });
        new LlmInferenceService(chart, `on-${diskGiB}`, props);
      }
      return synth(chart);
    };
    expect(build(900, 500)).not.toThrow();
    expect(refusal(build(900, 60))).toContain("'images' (2) must be fewer");
  });

  test('when its images and an image of weights do not fit the disk of a node', () => {
    const build = (weights: WeightSource) => {
      const nodeAutoscaler = NodeAutoscaler.NONE;
      const chart = chartOf(ServingPlatform.custom({ nodeAutoscaler, kubernetesVersion: '1.36' }));
      const imageCache = new WarmImageCache(chart, 'images');
      const size = { gpus: 8, cpu: 96, memoryGiB: 900, diskGiB: 45 };
      const node = NodeShape.custom({ name: 'rack', ...size });
      const nodeSelector = { rack: 'a' };
      serviceOf({ imageCache, node, nodeSelector, weights }, chart);
      return synth(chart);
    };
    expect(build(WeightSource.claim('w'))).not.toThrow();
    const inImage = build(WeightSource.image('registry.example/llama@sha256:01'));
    expect(refusal(inImage)).toContain('with one pod and its weights they take');
  });

  test('when image volumes are asked of a cluster without them', () => {
    const chart = cluster('1.34');
    const imageCache = new WarmImageCache(chart, 'images', { warming: ImageWarming.VOLUME });
    expect(refusal(() => serviceOf({ imageCache }, chart))).toContain(
      `'imageCache.warming' ("volume") must be ImageWarming.INIT_CONTAINER on Kubernetes 1.34`,
    );
  });

  test('when nothing tells its nodes from others, and taken with a label', () => {
    const chart = chartOf(ServingPlatform.custom({ nodeAutoscaler: NodeAutoscaler.NONE }));
    const imageCache = new WarmImageCache(chart, 'images');
    const accelerator = Accelerator.custom({
      name: 'own',
      architecture: 'hopper',
      memoryGiB: 80,
      memoryBandwidthGBps: 3350,
      bf16Tflops: 900,
    });
    const node = NodeShape.custom({ name: 'rack', gpus: 8, cpu: 96, memoryGiB: 900, diskGiB: 900 });
    const build = (nodeSelector = {}) =>
      serviceOf({ imageCache, accelerator, node, nodeSelector }, chart);
    expect(refusal(build)).toContain("'nodeSelector' ({}) must be given with imageCache");
    expect(() => build({ 'nvidia.com/gpu.present': 'true' })).not.toThrow();
  });

  test('with every fault of its props at once, and leaves nothing behind', () => {
    const chart = cluster('1.34');
    const props = { name: 'Images_', imags: [] } as WarmImageCacheProps;
    const message = refusal(() => new WarmImageCache(chart, 'images', props));
    expect(message).toContain("did you mean 'images'?");
    expect(message).toContain('\'name\' ("Images_") must be a DNS-1035 label');
    expect(chart.node.children).toEqual([]);
  });

  test('under a name that another cache of the namespace has', () => {
    const chart = cluster('1.34');
    new WarmImageCache(chart, 'images');
    expect(refusal(() => new WarmImageCache(chart, 'other', { name: 'images' }))).toContain(
      "'name' (\"images\") must be another than that of 'llm/images' in the same namespace",
    );
  });
});
