import type { ImageWarming } from './kinds';
import type { PropNames } from './unknown-props';

/** What a cache keeps beside the images of its services. */
export interface WarmImageCacheProps {
  /** Further images, such as the next version before it serves; best by digest. @default - those of the services that use the cache */
  readonly images?: string[];
  /** How nodes are made to hold them. @default - a volume from Kubernetes 1.35 on, an init container before */
  readonly warming?: ImageWarming;
  /** What an init container runs of an image without /bin/sh, by image; it must end with 0. @default - `/bin/sh -c true` */
  readonly noOpCommands?: { readonly [image: string]: string[] };
  /** Image of the container that stays. @default registry.k8s.io/pause:3.10 - the one that every cluster has */
  readonly pauseImage?: string;
  /** Secrets for `images`, in the namespace of the cache, which also needs those of the services. @default - those of the services */
  readonly imagePullSecrets?: string[];
  /** Name of an existing PriorityClass. @default - the cluster's default */
  readonly priorityClassName?: string;
  /** Start of the DaemonSets' names, a DNS-1035 label of at most 51 characters. @default - from the construct's id */
  readonly name?: string;
}

/** Props of an image cache. */
export const imageCacheProps: PropNames<WarmImageCacheProps> = {
  images: true,
  warming: true,
  noOpCommands: true,
  pauseImage: true,
  imagePullSecrets: true,
  priorityClassName: true,
  name: true,
};
