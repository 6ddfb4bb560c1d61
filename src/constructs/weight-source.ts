import type { ClaimWeights, WeightsSpec } from '../manifests';
import { InvalidInput, type Violation } from '../violations';
import { emptyTexts } from './empty-texts';
import { accessModesOf, type IPersistentVolumeClaim, nameOf } from './interop';
import type { ClaimAccessMode } from './kinds';
import { objectStoreSpec, objectStoreViolations } from './object-store';
import { kindViolations } from './prop-kinds';
import { unknownProps } from './unknown-props';
import {
  type ClaimWeightsOptions,
  claimOptions,
  type HuggingFaceOptions,
  huggingFaceOptions,
  type ImageWeightsOptions,
  imageOptions,
  type ObjectStoreOptions,
} from './weight-source-options';

/** What binds weights to some services. */
interface Bounds {
  readonly accessMode?: ClaimAccessMode;
  readonly zone?: string;
  /** Set by a cache, which knows where it is and what it holds. */
  readonly namespace?: string;
  readonly modelId?: string;
}

/** A claim that a cache fills. */
interface FilledClaim extends Bounds {
  readonly kind: string;
  readonly readGBps?: number;
  readonly claim: ClaimWeights;
}

/** Where replicas read their weights from. */
export class WeightSource {
  /**
   * A PersistentVolumeClaim that exists and that every node can mount, read-only.
   *
   * @param claimName Name of the claim, in the namespace of the service.
   * @throws when the name is empty, or with options that nobody knows.
   */
  public static claim(claimName: string, options: ClaimWeightsOptions = {}): WeightSource {
    refuse('claim', [...emptyTexts({ claimName }), ...unknownProps(options, claimOptions)]);
    const { path = '', readGBps, accessMode, zone } = options;
    const write = (): WeightsSpec => ({ kind: 'claim', claimName, path });
    return new WeightSource('shared-claim', readGBps, write, { accessMode, zone });
  }

  /** A cdk8s-plus claim; `claim` takes the name of any other. */
  public static fromClaim(
    claim: IPersistentVolumeClaim,
    options: ClaimWeightsOptions = {},
  ): WeightSource {
    const modes = accessModesOf(claim) as readonly ClaimAccessMode[];
    const accessMode = modes.find((mode) => mode.endsWith('Many')) ?? modes[0];
    return WeightSource.claim(nameOf(claim), { accessMode, ...options });
  }

  /**
   * A download from Hugging Face by every pod: simplest, and the slowest start.
   *
   * @throws with options that nobody knows.
   */
  public static huggingFace(options: HuggingFaceOptions = {}): WeightSource {
    refuse('huggingFace', [
      ...unknownProps(options, huggingFaceOptions),
      ...kindViolations(options),
    ]);
    return new WeightSource('none', undefined, (modelId) => ({
      kind: 'hugging-face',
      repository: options.repository ?? modelId,
      revision: options.revision,
      token: options.token?._ref(),
    }));
  }

  /**
   * An object store, from which vLLM streams into the GPUs with `--load-format=runai_streamer`. The
   * official images carry the streamer.
   *
   * ```ts
   * WeightSource.objectStore('s3://models/llama-3.3-70b', { region: 'eu-central-1' });
   * ```
   *
   * @param uri Folder with `config.json`: `s3://…`, `gs://…` or `az://…`.
   * @throws when the address is none of these, or an option does not belong to it.
   */
  public static objectStore(uri: string, options: ObjectStoreOptions = {}): WeightSource {
    refuse('objectStore', objectStoreViolations(uri, options));
    return new WeightSource('object-store', options.readGBps, () => objectStoreSpec(uri, options));
  }

  /**
   * An OCI image with the model's files, mounted as a volume: nodes pull it once, with the pull
   * secrets of the service. Kubernetes 1.35 or newer.
   *
   * @param reference Image, best by digest: pulled only where it is absent.
   * @throws when the image is empty, or with options that nobody knows.
   */
  public static image(reference: string, options: ImageWeightsOptions = {}): WeightSource {
    refuse('image', [...emptyTexts({ reference }), ...unknownProps(options, imageOptions)]);
    const { path = '', readGBps } = options;
    return new WeightSource('image', readGBps, () => ({ kind: 'image', reference, path }));
  }

  /**
   * What a cache of this library fills.
   * @internal
   */
  public static _filled({ kind, readGBps, claim, ...bounds }: FilledClaim): WeightSource {
    return new WeightSource(kind, readGBps, () => claim, bounds);
  }

  private constructor(
    /** `caches.weights` of the plan request. */
    public readonly kind: string,
    /** Stated rate of reading, 1e9 bytes per second. */
    public readonly readGBps: number | undefined,
    private readonly write: (modelId: string) => WeightsSpec,
    private readonly bounds: Bounds = {},
  ) {}

  /**
   * As manifests write it.
   * @internal
   */
  public _spec(modelId: string): WeightsSpec {
    return this.write(modelId);
  }

  /**
   * Which services can use it.
   * @internal
   */
  public _bounds(): Bounds {
    return this.bounds;
  }
}

function refuse(factory: string, violations: readonly Violation[]): void {
  if (violations.length > 0) throw new InvalidInput(violations, `WeightSource.${factory}`);
}
