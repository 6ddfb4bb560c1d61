import type { Certificates } from './certificates';
import type { Programs } from './programs';

/** What the programs of one cluster share. */
export interface RigSettings {
  readonly folder: string;
  readonly programs: Programs;
  readonly certificates: Certificates;
  /** A port of its own for every name. */
  readonly port: (name: PortName) => number;
}

export const PORT_NAMES = [
  'etcd',
  'etcd-peer',
  'api',
  'controller-manager',
  'scheduler',
  'kwok',
  'lws-webhook',
  'lws-health',
  'lws-metrics',
  'keda-operator-health',
  'keda-operator-metrics',
  'keda-operator-grpc',
  'keda-adapter',
  'keda-adapter-metrics',
  'keda-webhooks',
  'keda-webhooks-health',
  'keda-webhooks-metrics',
  'prometheus',
] as const;

export type PortName = (typeof PORT_NAMES)[number];
