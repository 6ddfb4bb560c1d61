import type { Duration } from 'cdk8s';
import type { NodeShape } from '../facts/node-shape';
import type { CompileCacheVolume } from './compile-cache-volume';
import type { InferenceEngine } from './inference-engine';
import type { PriorityTier } from './kinds';
import type { NetworkPeer } from './network-peer';
import type { Pin } from './pin';
import type { WarmHeadroom } from './warm-headroom';
import type { WarmImageCache } from './warm-image-cache';

/** What the service promises. */
export interface ServiceObjectives {
  /** 95th percentile of the time to first token, 1 ms … 10 min. @default 500 ms - interactive chat */
  readonly timeToFirstTokenP95?: Duration;
  /** 95th percentile of the time per output token, 1 ms … 1 min. @default 50 ms - faster than people read */
  readonly timePerOutputTokenP95?: Duration;
  /** Replicas that may be lost without missing an objective, 0 … 1000. @default 1 - a node fails, another drains for an upgrade */
  readonly spareReplicas?: number;
}

/** What a platform may set for all of its services; a service's own value wins key by key. */
export interface ServiceDefaults {
  /** Promises. @default - 500 ms, 50 ms, one spare */
  readonly objectives?: ServiceObjectives;
  /** Engine and its settings, replaced as a whole. @default - vLLM as computed */
  readonly engine?: InferenceEngine;
  /** Machine; one without the service's accelerator is passed over. @default - the first of the platform's `nodes` that carries the accelerator, else the cheapest of the provider */
  readonly node?: NodeShape;
  /** Where compiled artifacts outlive a pod. @default - every new replica compiles */
  readonly compileCache?: CompileCacheVolume;
  /** Nodes kept ready for new replicas. @default - a new replica waits for its node */
  readonly headroom?: WarmHeadroom;
  /** Longest grace of the pods that a new replica may have to preempt, 0 … 1 h; they hold their GPUs for that long. @default - nobody is preempted */
  readonly preemptionWait?: Duration;
  /** Numbers to overrule, merged by quantity. @default - every number is computed */
  readonly pins?: Pin[];
  /** Labels of every pod, merged by key. @default - none beside the library's own */
  readonly podLabels?: { readonly [label: string]: string };
  /** Annotations of every pod, merged by key. @default - none beside the library's own */
  readonly podAnnotations?: { readonly [annotation: string]: string };
  /** Step of the `PriorityLadder`, which the cluster must have. @default - `priorityClassName` */
  readonly tier?: PriorityTier;
  /** Name of an existing PriorityClass, instead of `tier`. @default - the cluster's default */
  readonly priorityClassName?: string;
  /** Node labels beside those of platform and machine, merged by key; they win. @default - those of platform and machine */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Taint keys to tolerate beside that of the GPU, effect NoSchedule. @default - the GPU's resource name */
  readonly toleratedTaints?: string[];
  /** Keeps the service's images on the nodes it runs on, so that a pod there starts without a pull. @default - each node pulls with its first pod */
  readonly imageCache?: WarmImageCache;
  /** Names of Secrets with registry credentials, in the namespace of the service. @default - the node's own credentials */
  readonly imagePullSecrets?: string[];
  /** Who may send requests; renders an ingress NetworkPolicy. @default - everybody, and no policy */
  readonly clients?: NetworkPeer[];
  /** Who scrapes, let in beside the clients. @default - nobody beside them */
  readonly monitors?: NetworkPeer[];
  /** The root file system is read-only; paths that vLLM writes are volumes. @default true - nothing that is written survives a pod */
  readonly readOnlyRootFilesystem?: boolean;
}
