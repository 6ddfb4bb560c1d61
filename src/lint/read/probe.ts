import type { ContainerView, ProbeView } from '../view/pod-view';
import type { Cursor } from './cursor';

const KINDS = [
  ['httpGet', 'http'],
  ['tcpSocket', 'tcp'],
  ['exec', 'exec'],
  ['grpc', 'grpc'],
] as const;

/** The probes of a container, with what Kubernetes assumes of what is not written. */
export function readProbes(container: Cursor): ContainerView['probes'] {
  const startup = readProbe(container.at('startupProbe'));
  const readiness = readProbe(container.at('readinessProbe'));
  const liveness = readProbe(container.at('livenessProbe'));
  return {
    ...(startup && { startup }),
    ...(readiness && { readiness }),
    ...(liveness && { liveness }),
  };
}

function readProbe(probe: Cursor): ProbeView | undefined {
  const found = KINDS.find(([key]) => probe.at(key).map !== undefined);
  if (found === undefined) return undefined;
  const [key, kind] = found;
  const port = probe.at(key, 'port');
  const asked = port.number ?? port.text;
  return {
    ...probe.place,
    kind,
    ...(kind === 'http' ? { httpPath: probe.at(key, 'path').text || '/' } : {}),
    ...(asked === undefined ? {} : { port: asked }),
    initialDelaySeconds: probe.at('initialDelaySeconds').number ?? 0,
    // Zero stands for what is not written, as in every optional number of a probe.
    periodSeconds: probe.at('periodSeconds').number || 10,
    timeoutSeconds: probe.at('timeoutSeconds').number || 1,
    failureThreshold: probe.at('failureThreshold').number || 3,
  };
}
