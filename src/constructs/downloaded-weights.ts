import { downloadSeconds, weightVolumeGiB } from '../capacity/weight-volume';
import { LabelKey } from '../kube/labels';
import {
  completeMarker,
  pauseImage,
  tolerate,
  type WeightCacheSpec,
  weightCache,
} from '../manifests';
import { gibibytesOf } from './compile-cache-props';
import type { KeptWeights } from './kept-weights';
import { checkpointGiBOf, GPU_TAINTS } from './kept-weights';
import type { ServingPlatform } from './serving-platform';
import { classWarnings } from './shared-storage-class';
import type { WeightCacheProps } from './weight-cache-props';
import { WeightSource } from './weight-source';
import { DEFAULT_REVISIONS, WeightStore } from './weight-store';

/** Two of a kind and revision lie beside each other in folders of this many digits. */
const FOLDER_DIGITS = 12;

const FILES = [
  '*.json',
  '*.safetensors',
  '*.model',
  '*.tiktoken',
  '*.txt',
  '*.jinja',
  '!consolidated*',
];

/** Weights from the hub: a claim, and what fills it. */
export function downloadedWeights(
  props: WeightCacheProps,
  name: string,
  namespace: string,
  platform: ServingPlatform,
): KeptWeights {
  const spec = specOf(props, name, namespace, platform);
  const { openShift = false } = platform._storage();
  return {
    objects: weightCache(spec, { openShift }),
    claim: 'Claim',
    filler: spec.volume.kind === 'node' ? 'DaemonSet' : 'Job',
    weights: sourceOf(props, spec),
    warnings: spec.volume.kind === 'shared' ? classWarnings(spec.volume.storageClassName) : [],
  };
}

function storeOf({ store = WeightStore.sharedClaim() }: WeightCacheProps) {
  const { readGBps, revisions = DEFAULT_REVISIONS } = store._shared() ?? store._node() ?? {};
  return { kind: store.kind, readGBps, revisions, shared: store._shared(), node: store._node() };
}

function specOf(
  props: WeightCacheProps,
  name: string,
  namespace: string,
  platform: ServingPlatform,
): WeightCacheSpec {
  const { shared, node, revisions } = storeOf(props);
  const zone: Record<string, string> = shared?.zone ? { [LabelKey.ZONE]: shared.zone } : {};
  return {
    name,
    namespace,
    folder: revisionOf(props).slice(0, FOLDER_DIGITS),
    claimGiB: shared?.size
      ? gibibytesOf(shared.size)
      : weightVolumeGiB(checkpointGiBOf(props), revisions),
    download: downloadOf(props),
    volume: node
      ? {
          kind: 'node',
          directory: node.directory,
          pauseImage: node.pauseImage ?? pauseImage,
          priorityClassName: node.priorityClassName,
        }
      : {
          kind: 'shared',
          storageClassName: shared?.storageClassName ?? platform._storage().sharedStorageClass,
        },
    imagePullSecrets: props.imagePullSecrets ?? [],
    nodeSelector: node?.nodeSelector ?? { ...zone, ...props.nodeSelector },
    tolerations: (props.toleratedTaints ?? (node ? GPU_TAINTS : [])).map(tolerate),
  };
}

/** Stated, or the props had been refused. */
function revisionOf({ revision = '' }: WeightCacheProps): string {
  return revision;
}

function downloadOf(props: WeightCacheProps): WeightCacheSpec['download'] {
  return {
    image: props.image ?? 'python:3.13-slim',
    repository: props.repository ?? props.model.id,
    revision: revisionOf(props),
    files: props.files ?? FILES,
    token: props.token?._ref(),
    hubEndpoint: props.hubEndpoint,
    proxy: props.proxy,
    noProxy: props.noProxy,
    certificates: props.certificateAuthorities?._spec(),
  };
}

function sourceOf(props: WeightCacheProps, spec: WeightCacheSpec): WeightSource {
  const { kind, readGBps, shared, node } = storeOf(props);
  const { name, namespace, folder } = spec;
  const filling = {
    marker: completeMarker(folder),
    waitSeconds: downloadSeconds(checkpointGiBOf(props)),
    // Not the name of the Job: another token would roll the fleet.
    by: node ? `the DaemonSet ${name}` : `the Job of the claim ${name}`,
  };
  return WeightSource._filled({
    kind,
    readGBps,
    claim: { kind: 'claim', claimName: name, path: folder, filling },
    zone: shared?.zone,
    namespace,
    modelId: props.model.id,
  });
}
