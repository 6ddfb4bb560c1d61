import type { EngineView } from '../view/engine-view';
import type { ContainerView, PodView, VolumeView } from '../view/pod-view';

/** Where a starting pod finds the weights that its engine loads. */
export interface WeightSource {
  /**
   * `hub`: every new pod downloads them; `pod`: something fills a volume of the pod before the
   * engine starts; `claim`, `node`, `image` and `bucket` are kept outside of the pod.
   */
  readonly kind: 'hub' | 'pod' | 'claim' | 'node' | 'image' | 'bucket' | 'unknown';
  /** Directory of the cache or of the weights. */
  readonly path?: string;
  readonly volume?: VolumeView;
  /** The engine fetches from the Hub what it does not find there. */
  readonly isFilledByEngine?: boolean;
}

/** A claim without a name is made for the pod and goes with it. */
function kindOf({ kind, claimName }: VolumeView): WeightSource['kind'] {
  return kind === 'claim' && claimName === undefined ? 'pod' : KIND_BY_VOLUME[kind];
}

const KIND_BY_VOLUME: Readonly<Record<VolumeView['kind'], WeightSource['kind']>> = {
  claim: 'claim',
  'empty-dir': 'pod',
  memory: 'pod',
  'host-path': 'node',
  image: 'image',
  other: 'unknown',
};

/** Where huggingface_hub keeps what it downloads, the first that is set (its environment variables). */
const CACHE_VARIABLES: readonly (readonly [string, string])[] = [
  ['HF_HUB_CACHE', ''],
  ['HUGGINGFACE_HUB_CACHE', ''],
  ['HF_HOME', ''],
  ['TRANSFORMERS_CACHE', ''],
  ['XDG_CACHE_HOME', '/huggingface'],
  ['HOME', '/.cache/huggingface'],
];

/** Text Generation Inference's image sets it: HUGGINGFACE_HUB_CACHE=/data. */
const CACHE_OF_IMAGE: Readonly<Record<string, string>> = { tgi: '/data' };
const USUAL_CACHE = '/root/.cache/huggingface';

/** Engines that download a Hugging Face id by themselves. */
const DOWNLOADERS: readonly string[] = ['vllm', 'sglang', 'tgi', 'lmdeploy'];

export function weightSource(
  pod: PodView,
  container: ContainerView,
  engine: EngineView,
): WeightSource {
  const { model } = engine;
  if (model === undefined) return { kind: 'unknown' };
  if (/^(?:s3|gs|az):\/\//.test(model)) return { kind: 'bucket', path: model };
  if (model.startsWith('/')) {
    const volume = volumeAt(pod, container, model);
    return { kind: volume ? kindOf(volume) : 'image', path: model, volume };
  }
  if (!isHubId(model) || !DOWNLOADERS.includes(engine.name)) return { kind: 'unknown' };
  return hubSource(pod, container, engine);
}

/** `owner/name` */
export function isHubId(model: string): boolean {
  return /^[\w-][\w.-]*\/[\w.-]+$/.test(model);
}

function hubSource(pod: PodView, container: ContainerView, engine: EngineView): WeightSource {
  const path = cachePath(container, engine);
  if (path === undefined) return { kind: 'unknown' };
  const volume = volumeAt(pod, container, path) ?? volumeBelow(pod, container, path);
  const kind = volume ? kindOf(volume) : 'pod';
  const isFilledByEngine = !['1', 'true', 'TRUE'].includes(
    container.env.get('HF_HUB_OFFLINE')?.value ?? '',
  );
  return { kind: kind === 'pod' ? 'hub' : kind, path, volume, isFilledByEngine };
}

/** Nothing where a ConfigMap or a field says it. */
function cachePath(container: ContainerView, engine: EngineView): string | undefined {
  const flag = engine.flags.get('--download-dir')?.value;
  if (typeof flag === 'string') return flag;
  for (const [name, below] of CACHE_VARIABLES) {
    if (container.fromElsewhere.has(name)) return undefined;
    const value = container.env.get(name)?.value;
    if (value !== undefined) return `${value.replace(/\/+$/, '')}${below}`;
  }
  return CACHE_OF_IMAGE[engine.name] ?? cacheByMount(container) ?? USUAL_CACHE;
}

/** An image of another user has its home elsewhere, which a mount for the cache gives away. */
function cacheByMount({ mounts }: ContainerView): string | undefined {
  return mounts.find(({ path }) => /\/\.cache(?:\/huggingface)?(?:\/|$)/.test(path))?.path;
}

/** The volume that a path lies on: the one of the longest mount path. */
function volumeAt(pod: PodView, container: ContainerView, path: string): VolumeView | undefined {
  const mount = container.mounts
    .filter((each) => contains(each.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return mount && pod.volumes.find(({ name }) => name === mount.volume);
}

function volumeBelow(pod: PodView, container: ContainerView, path: string): VolumeView | undefined {
  const mount = container.mounts.find((each) => contains(path, each.path));
  return mount && pod.volumes.find(({ name }) => name === mount.volume);
}

function contains(folder: string, path: string): boolean {
  const root = folder.replace(/\/+$/, '');
  return path === root || path.startsWith(`${root}/`);
}
