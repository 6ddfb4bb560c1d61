import type { LlmModel } from '../facts/llm-model';
import type { CaBundle } from './ca-bundle';
import type { SecretKey } from './secret-key';
import type { ServingPlatform } from './serving-platform';
import type { PropNames } from './unknown-props';
import type { WeightStore } from './weight-store';

/** Which weights to keep, where, and how to reach their hub. */
export interface WeightCacheProps {
  /** Model whose weights these are. */
  readonly model: LlmModel;
  /** Commit of the repository, 40 hexadecimal digits: a branch would mix two models behind one name. @default - required for stores that download; WeightStore.fluid reads a folder instead */
  readonly revision?: string;
  /** Repository on the hub. @default - the id of the model */
  readonly repository?: string;
  /** Token for gated models; only the download has it. @default - none */
  readonly token?: SecretKey;
  /** Where they are kept. @default WeightStore.sharedClaim() - one download for all nodes */
  readonly store?: WeightStore;
  /** Size of the weights, GiB, more than 0; sizes the claim, or the share of each of Fluid's workers. @default - by the model's configuration; required for a measured model */
  readonly checkpointGiB?: number;
  /** Files in the root of the repository by pattern; `!` excludes, `a/*` goes into a folder. @default - JSON, safetensors, tokenizers and chat templates, without a second copy named consolidated */
  readonly files?: string[];
  /** Address of a mirror that speaks Hugging Face's API. @default https://huggingface.co - the hub itself */
  readonly hubEndpoint?: string;
  /** Address of the proxy that leads to the hub. @default - none */
  readonly proxy?: string;
  /** Hosts that are reached without the proxy, comma-separated. @default - none */
  readonly noProxy?: string;
  /** Certificate authorities of proxy or mirror. @default - the public ones */
  readonly certificateAuthorities?: CaBundle;
  /** Image with python3 for the download, best by digest. @default python:3.13-slim - small; only the standard library is used */
  readonly image?: string;
  /** Names of Secrets with registry credentials, in the namespace of the cache. @default - the node's own credentials */
  readonly imagePullSecrets?: string[];
  /** Labels of the nodes that download; those of a node store and of Fluid are their own. @default - any node */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Taint keys that the download or Fluid's workers tolerate, effect NoSchedule. @default - those of GPUs for a node store and Fluid, else none */
  readonly toleratedTaints?: string[];
  /** Name of the claim, a DNS-1035 label of at most 51 characters, 35 with Fluid. @default - from the construct's id */
  readonly name?: string;
  /** The site. @default - the one provided above the scope */
  readonly platform?: ServingPlatform;
}

/** Props of a weight cache. */
export const weightCacheProps: PropNames<WeightCacheProps> = {
  model: true,
  revision: true,
  repository: true,
  token: true,
  store: true,
  checkpointGiB: true,
  files: true,
  hubEndpoint: true,
  proxy: true,
  noProxy: true,
  certificateAuthorities: true,
  image: true,
  imagePullSecrets: true,
  nodeSelector: true,
  toleratedTaints: true,
  name: true,
  platform: true,
};
