import type { Duration } from 'cdk8s';
import type { Accelerator } from '../facts/accelerator';
import type { NodeShape } from '../facts/node-shape';

/** Machines of one kind that services share. */
export interface GpuPoolProps {
  /** Name in reports and errors. */
  readonly name: string;
  /** Its machine, at your price; required without `accelerator`. @default - the site's, else the catalogue's cheapest with the accelerator */
  readonly node?: NodeShape;
  /** Its GPU. @default - the node's */
  readonly accelerator?: Accelerator;
  /** GPUs that are owned or bought on demand, 0 to 100,000. @default - as many as services ask for; none with `spotGpus` */
  readonly gpus?: number;
  /** GPUs on spot nodes, 0 to 100,000; beside `gpus` they take what overflows. @default 0 - spot nodes may go within a notice */
  readonly spotGpus?: number;
  /** Labels of its nodes, beside those of platform and machine. @default - those of platform and machine */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Keys of the taints of its nodes, beside those of GPU and spot. @default - the GPU's resource name, and the provider's spot taint */
  readonly toleratedTaints?: string[];
  /** Notice before a spot node goes, 1 s or more; drains must fit it. @default - the platform's, else 120 s on AWS, 30 s on Google and Azure */
  readonly spotNotice?: Duration;
  /** Price of one GPU on spot for one hour, USD, more than 0. @default - that of the node on demand */
  readonly spotUsdPerGpuHour?: number;
}
