import { httpPort, httpPortName } from './constants';
import { leaderSelector } from './labels';
import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireObject } from './wire';

/**
 * LeaderWorkerSet keeps a headless Service under its own name, by which the ranks of a group find
 * their leader before it is Ready. One of ours under that name would take its place, and the group
 * would wait for ever.
 */
export function serviceObjectName({ name }: ServiceSpec): string {
  return `${name}-${httpPortName}`;
}

/** The OpenAI API. Workers serve no HTTP, so only leaders are endpoints. */
export function service(spec: ServiceSpec): WireObject {
  const port = {
    name: httpPortName,
    port: httpPort,
    targetPort: httpPortName,
    appProtocol: 'http',
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(spec, serviceObjectName(spec)),
    spec: { type: 'ClusterIP', selector: leaderSelector(spec), ports: [port] },
  };
}
