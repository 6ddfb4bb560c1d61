import type { ClaimAccessMode } from './kinds';
import type { SecretKey } from './secret-key';
import type { PropNames } from './unknown-props';

/** Where in the claim the model lies, and who can mount it. */
export interface ClaimWeightsOptions {
  /** Folder inside the claim that holds `config.json`. @default - the root of the claim */
  readonly path?: string;
  /** Rate at which one loading pod reads from it while others load, 1e9 bytes per second. @default - by loader: 1.1 on one GPU to 4.3 on eight, a fast parallel file system */
  readonly readGBps?: number;
  /** Who can mount it; a claim of one node is refused to a service that may have several pods. @default - as a cdk8s-plus claim says, else every node */
  readonly accessMode?: ClaimAccessMode;
  /** Zone of its volume, such as `eu-central-1a`; pods stay in it. @default - every zone can mount it */
  readonly zone?: string;
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

/** How the streamer logs in and reads. */
export interface ObjectStoreOptions {
  /** Key id for `s3://`, with `secretAccessKey`. @default - the pod's own identity, see `serviceAccountAnnotations` */
  readonly accessKeyId?: SecretKey;
  /** Secret key for `s3://`, with `accessKeyId`. @default - the pod's own identity */
  readonly secretAccessKey?: SecretKey;
  /** Address of a store that speaks S3, such as `https://minio.storage:9000`. @default - AWS */
  readonly endpoint?: string;
  /** Region of an S3 bucket. @default - as the store says */
  readonly region?: string;
  /** Storage account of an `az://` address, required there. @default - none elsewhere */
  readonly account?: string;
  /** Annotations of the service's ServiceAccount by which the cloud knows its pods, such as `eks.amazonaws.com/role-arn`. @default - none: EKS Pod Identity and GKE bind the account by its name */
  readonly serviceAccountAnnotations?: { readonly [annotation: string]: string };
  /** Files read at the same time, 1 or more. @default - the streamer's own, 16 */
  readonly concurrency?: number;
  /** Rate at which one loading pod reads while others load, 1e9 bytes per second. @default - 3.1 on one GPU to 8.1 on eight */
  readonly readGBps?: number;
}

/** Where in the image the model lies. */
export interface ImageWeightsOptions {
  /** Folder inside the image that holds `config.json`. @default - the root of the image */
  readonly path?: string;
  /** Rate at which one loading pod reads it from the node's disk, 1e9 bytes per second. @default - 1.1 on one GPU to 4.3 on eight */
  readonly readGBps?: number;
}

/** Options of claims. */
export const claimOptions: PropNames<ClaimWeightsOptions> = {
  path: true,
  readGBps: true,
  accessMode: true,
  zone: true,
};

/** Options of downloads. */
export const huggingFaceOptions: PropNames<HuggingFaceOptions> = {
  repository: true,
  revision: true,
  token: true,
};

/** Options of images. */
export const imageOptions: PropNames<ImageWeightsOptions> = { path: true, readGBps: true };
