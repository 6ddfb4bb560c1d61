import type { WeightsSpec } from '../manifests';
import { type IPersistentVolumeClaim, nameOf } from './interop';
import type { SecretKey } from './secret-key';

/** Where in the claim the model lies. */
export interface ClaimWeightsOptions {
  /** Folder inside the claim that holds `config.json`. @default - the root of the claim */
  readonly path?: string;
  /** Rate at which one loading pod reads from it while others load, 1e9 bytes per second. @default - 1.1 on one GPU to 4.3 on eight: a fast parallel file system */
  readonly readGBps?: number;
}

/** Which revision to download, and with which token. */
export interface HuggingFaceOptions {
  /** Repository. @default - the id of the model */
  readonly repository?: string;
  /** Commit, tag or branch. @default - the newest, which may differ from pod to pod */
  readonly revision?: string;
  /** Token for gated models. @default - none */
  readonly token?: SecretKey;
}

/** Where replicas read their weights from. */
export class WeightSource {
  /**
   * A PersistentVolumeClaim that exists and that every node can mount, read-only.
   *
   * @param claimName Name of the claim, in the namespace of the service.
   */
  public static claim(claimName: string, options: ClaimWeightsOptions = {}): WeightSource {
    const { path = '', readGBps } = options;
    return new WeightSource('shared-claim', readGBps, () => ({ kind: 'claim', claimName, path }));
  }

  /** A cdk8s-plus claim; `claim` takes the name of any other. */
  public static fromClaim(
    claim: IPersistentVolumeClaim,
    options: ClaimWeightsOptions = {},
  ): WeightSource {
    return WeightSource.claim(nameOf(claim), options);
  }

  /** A download from Hugging Face by every pod: simplest, and the slowest start. */
  public static huggingFace(options: HuggingFaceOptions = {}): WeightSource {
    return new WeightSource('none', undefined, (modelId) => ({
      kind: 'hugging-face',
      repository: options.repository ?? modelId,
      revision: options.revision,
      token: options.token?._ref(),
    }));
  }

  private constructor(
    /** `caches.weights` of the plan request. */
    public readonly kind: string,
    /** Stated rate of reading, 1e9 bytes per second. */
    public readonly readGBps: number | undefined,
    private readonly write: (modelId: string) => WeightsSpec,
  ) {}

  /**
   * As manifests write it.
   * @internal
   */
  public _spec(modelId: string): WeightsSpec {
    return this.write(modelId);
  }
}
