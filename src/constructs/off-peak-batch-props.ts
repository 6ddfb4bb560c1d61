import type { Duration } from 'cdk8s';
import type { LlmInferenceService } from './llm-inference-service';
import type { PropNames } from './unknown-props';

/** Hours in which a service rests. */
export interface OffPeakWindow {
  /** Cron of the start, five fields, e.g. `0 22 * * *`. */
  readonly start: string;
  /** Cron of the end, five fields; a drain before the load comes back. */
  readonly end: string;
  /** IANA time zone of both. */
  readonly timeZone: string;
}

/** Work for GPUs that a service leaves idle. */
export interface OffPeakBatchProps {
  /** Service whose GPUs, node, weights and caches it uses; it states `preemptionWait` of at least the drain. */
  readonly service: LlmInferenceService;
  /** What a pod runs; it takes its work from a queue and gives it back on SIGTERM. */
  readonly command: string[];
  /** Image. @default - the service's, which is on the nodes already */
  readonly image?: string;
  /** Environment beside the service's; wins over it, and must hold no secret. @default - the service's */
  readonly env?: { readonly [name: string]: string };
  /** When it runs; a second batch beside one service must state it. @default - whenever GPUs are idle, as kube-state-metrics counts the service's pods */
  readonly window?: OffPeakWindow;
  /** GPUs that are paid for day and night, 1 or more. @default - those of the service at its peak */
  readonly gpus?: number;
  /** GPUs of one pod, 1 … those of a node. @default - those of one pod of the service */
  readonly gpusPerPod?: number;
  /** Time a pod has from SIGTERM to its end, 1 s … 1 h: a new replica of the service waits for it. @default Duration.seconds(30) - one item of work goes back to the queue */
  readonly drain?: Duration;
  /** Name of its objects, a DNS-1035 label that no service of the namespace has. @default - from the construct's id */
  readonly name?: string;
}

/** Props of batch work. */
export const offPeakBatchProps: PropNames<OffPeakBatchProps> = {
  service: true,
  command: true,
  image: true,
  env: true,
  window: true,
  gpus: true,
  gpusPerPod: true,
  drain: true,
  name: true,
};

/** Props of its hours. */
export const offPeakWindowProps: PropNames<OffPeakWindow> = {
  start: true,
  end: true,
  timeZone: true,
};
