import type { Problem } from '../finding';
import { list, map, text, texts } from '../read/json';
import { selects } from '../read/selector';
import type { ManifestObject } from '../view/place';
import type { LintView } from '../view/view';
import type { Leaving } from './leaving';
import { meshOf } from './mesh';

/** Scrapes, and ranks of a group, that STRICT mutual TLS refuses. */
export function strictScrapes(leaving: Leaving, view: LintView): Problem[] {
  const { service, engine } = leaving;
  if (meshOf(leaving, view)?.name !== 'Istio' || takesPort(leaving, engine.port)) return [];
  const policy = view.objects.find((object) => isStrict(object, leaving));
  const monitor = service.monitors.find(({ object }) => !usesTls(object));
  if (!policy || !monitor) return [];
  return [
    {
      object: policy,
      path: ['spec', 'mtls', 'mode'],
      message: `mutual TLS is STRICT for port ${engine.port}, and ${monitor.kind} '${monitor.object.name}' scrapes it without: a Prometheus outside of the mesh is refused, and nothing scales`,
      severity: 'warning',
      fix: `set portLevelMtls: { ${engine.port}: { mode: PERMISSIVE } } with a selector, or scrape with the mesh's certificates`,
    },
  ];
}

/** The pod keeps the port out of the proxy. */
function takesPort({ pod }: Leaving, port: number): boolean {
  const key = 'traffic.sidecar.istio.io/excludeInboundPorts';
  return (pod.annotations[key] ?? '').split(/\s*,\s*/).includes(String(port));
}

function isStrict({ kind, namespace, content }: ManifestObject, leaving: Leaving): boolean {
  const { service, pod, engine } = leaving;
  if (kind !== 'PeerAuthentication') return false;
  const selector = map(content, 'spec', 'selector');
  const isMine =
    namespace === service.namespace
      ? selector === undefined || selects(selector, pod.labels)
      : namespace === 'istio-system' && selector === undefined;
  const own = text(content, 'spec', 'portLevelMtls', String(engine.port), 'mode');
  return isMine && (own ?? text(content, 'spec', 'mtls', 'mode')) === 'STRICT';
}

function usesTls({ content }: ManifestObject): boolean {
  const endpoints = [
    ...list(content, 'spec', 'podMetricsEndpoints'),
    ...list(content, 'spec', 'endpoints'),
  ];
  return endpoints.some(
    (endpoint) =>
      text(endpoint, 'scheme') === 'https' ||
      Object.keys(texts(map(endpoint, 'tlsConfig'))).length > 0,
  );
}
