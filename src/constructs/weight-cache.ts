import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { downloadSeconds, publishedGiB, weightVolumeGiB } from '../capacity/weight-volume';
import { LabelKey } from '../kube/labels';
import { nameViolations, serviceName } from '../kube/names';
import {
  completeMarker,
  pauseImage,
  tolerate,
  type WeightCacheSpec,
  weightCache,
} from '../manifests';
import { InvalidInput } from '../violations';
import { apiObject, clusterObject } from './api-object';
import { ServingPlatform } from './serving-platform';
import { takeName, takenNameViolations } from './taken-names';
import type { WeightCacheProps } from './weight-cache-props';
import { weightCacheViolations } from './weight-cache-sense';
import { WeightSource } from './weight-source';
import { WeightStore } from './weight-store';

const KIND = 'weight-cache';

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

/** On nodes with GPUs, whoever makes them. */
const GPU_TAINTS = ['amd.com/gpu', 'nvidia.com/gpu'];

/**
 * Weights of one model, downloaded once and read by every replica. The download checks every file,
 * goes on where it was cut, and writes its marker last; pods of services wait for the marker.
 *
 * ```ts
 * const cache = new WeightCache(chart, 'llama', {
 *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
 *   revision: '6f6073b423013f6a7d4d9f39144961bfbfbc386b',
 *   token: SecretKey.of('hugging-face', 'token'),
 * });
 * cache.weights; // for LlmInferenceService
 * ```
 *
 * renders a Job, named by its content, and
 *
 * ```yaml
 * apiVersion: v1
 * kind: PersistentVolumeClaim
 * metadata:
 *   name: llama
 * spec:
 *   accessModes: [ReadWriteMany]
 *   resources:
 *     requests:
 *       storage: 290Gi
 * ```
 */
export class WeightCache extends Construct {
  /** For the services of this model, in the namespace of the cache. */
  public readonly weights: WeightSource;
  /** Claim that services mount. */
  public readonly claim: ApiObject;
  /** Job or DaemonSet that fills it. */
  public readonly filler: ApiObject;

  /**
   * @param scope Chart, or any construct below one.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once; the scope is left as it was.
   */
  public constructor(scope: Construct, id: string, props: WeightCacheProps) {
    const { namespace = 'default' } = Chart.of(scope);
    const context = { maxReplicas: 1 };
    const name = props.name ?? serviceName(id, context);
    const violations = [
      ...weightCacheViolations(props),
      ...(props.name === undefined ? [] : nameViolations('name', props.name, context)),
      ...takenNameViolations(scope, name, namespace, KIND),
    ];
    if (violations.length > 0) {
      throw new InvalidInput(violations, [scope.node.path, id].filter(Boolean).join('/'));
    }
    const platform = props.platform ?? ServingPlatform.of(scope);
    super(scope, id);
    takeName(this, name, namespace, KIND);
    const spec = specOf(props, name, namespace, platform);
    const objects = weightCache(spec, { openShift: platform._storage().openShift ?? false });
    for (const [child, wire] of Object.entries(objects)) {
      (wire.metadata.namespace ? apiObject : clusterObject)(this, child, wire);
    }
    this.claim = this.node.findChild('Claim') as ApiObject;
    this.filler = (this.node.tryFindChild('Job') ?? this.node.findChild('DaemonSet')) as ApiObject;
    this.weights = sourceOf(props, spec);
  }
}

function storeOf({ store = WeightStore.sharedClaim() }: WeightCacheProps) {
  const { readGBps, revisions = 2 } = store._shared() ?? store._node() ?? {};
  return { kind: store.kind, readGBps, revisions, shared: store._shared(), node: store._node() };
}

function sizeOf({ model, checkpointGiB }: WeightCacheProps): number {
  const geometry = model._geometry();
  return checkpointGiB ?? (geometry ? publishedGiB(geometry) : 0);
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
    folder: props.revision.slice(0, FOLDER_DIGITS),
    claimGiB: weightVolumeGiB(sizeOf(props), revisions),
    download: downloadOf(props),
    volume: node
      ? {
          kind: 'node',
          directory: node.directory,
          pauseImage: node.pauseImage ?? pauseImage,
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

function downloadOf(props: WeightCacheProps): WeightCacheSpec['download'] {
  return {
    image: props.image ?? 'python:3.13-slim',
    repository: props.repository ?? props.model.id,
    revision: props.revision,
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
    waitSeconds: downloadSeconds(sizeOf(props)),
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
