import { parseDuration } from '../read/duration';
import { texts, valueAt } from '../read/json';
import type { ManifestObject, Place } from '../view/place';
import type { LintView } from '../view/view';
import type { Leaving } from './leaving';

/** The proxy that a mesh puts beside the server. */
export interface MeshSidecar extends Place {
  readonly name: 'Istio' | 'Linkerd';
  /** It outlives the ordinary containers. */
  readonly isNative: boolean;
  /** It stands in the manifest; whether an injected one is native is the mesh's to decide. */
  readonly isSure: boolean;
  /** From the deletion to its end. */
  readonly seconds: number;
  readonly fixFor: (seconds: number) => string;
}

/** `terminationDrainDuration` unless set. */
const ISTIO_SECONDS = 5;

/** `config.linkerd.io/shutdown-grace-period` unless set. */
const LINKERD_SECONDS = 120;

/** The sidecar of a pod, where the manifests tell that there is one. */
export function meshOf(leaving: Leaving, view: LintView): MeshSidecar | undefined {
  return istio(leaving, view) ?? linkerd(leaving, view);
}

function istio(leaving: Leaving, view: LintView): MeshSidecar | undefined {
  const { pod } = leaving;
  const key = 'sidecar.istio.io/inject';
  const asked = pod.labels[key] ?? pod.annotations[key];
  const written = proxyAt(leaving, 'istio-proxy');
  const space = namespaceOf(leaving, view);
  const bySpace =
    space?.labels['istio-injection'] === 'enabled' || space?.labels['istio.io/rev'] !== undefined;
  const isInjected = asked === 'true' || (asked !== 'false' && bySpace);
  if (!written && !isInjected) return undefined;
  const isNative =
    written?.isNative ?? pod.annotations['sidecar.istio.io/nativeSidecar'] === 'true';
  const config = pod.annotations['proxy.istio.io/config'] ?? '';
  const waits = /EXIT_ON_ZERO_ACTIVE_CONNECTIONS["']?\s*:\s*["']?true/.test(config);
  const stated = /terminationDrainDuration["']?\s*:\s*["']?([\w.]+)/.exec(config)?.[1];
  return {
    ...podPlace(leaving, 'proxy.istio.io/config'),
    name: 'Istio',
    isNative,
    isSure: written !== undefined,
    seconds: waits ? Number.POSITIVE_INFINITY : (parseDuration(stated ?? '') ?? ISTIO_SECONDS),
    fixFor: (seconds) =>
      `annotate the pod with proxy.istio.io/config: "terminationDrainDuration: ${seconds}s", or with sidecar.istio.io/nativeSidecar: "true"`,
  };
}

function linkerd(leaving: Leaving, view: LintView): MeshSidecar | undefined {
  const { pod } = leaving;
  const space = namespaceOf(leaving, view);
  const asked = pod.annotations['linkerd.io/inject'] ?? space?.annotations['linkerd.io/inject'];
  const written = proxyAt(leaving, 'linkerd-proxy');
  if (!written && asked !== 'enabled' && asked !== 'ingress') return undefined;
  const native = ['config.linkerd.io', 'config.beta.linkerd.io', 'config.alpha.linkerd.io'].some(
    (prefix) => pod.annotations[`${prefix}/proxy-enable-native-sidecar`] === 'true',
  );
  const stated = pod.annotations['config.linkerd.io/shutdown-grace-period'];
  const wait = ['config.linkerd.io', 'config.alpha.linkerd.io'].flatMap(
    (prefix) => pod.annotations[`${prefix}/proxy-wait-before-exit-seconds`] ?? [],
  )[0];
  return {
    ...podPlace(leaving, 'linkerd.io/inject'),
    name: 'Linkerd',
    isNative: written?.isNative ?? native,
    isSure: written !== undefined,
    seconds: Number(wait ?? 0) + (parseDuration(stated ?? '') ?? LINKERD_SECONDS),
    fixFor: (seconds) =>
      `annotate the pod with config.alpha.linkerd.io/proxy-wait-before-exit-seconds: "${seconds}", or with config.beta.linkerd.io/proxy-enable-native-sidecar: "true"`,
  };
}

function proxyAt({ pod }: Leaving, name: string): { isNative: boolean } | undefined {
  const found = [...pod.containers, ...pod.initContainers].find((each) => each.name === name);
  return found && { isNative: found.isNativeSidecar };
}

/** The annotation, or where it would stand. */
function podPlace({ pod }: Leaving, annotation: string): Place {
  const path = [...pod.path, 'metadata', 'annotations'];
  const isWritten = pod.annotations[annotation] !== undefined;
  return { object: pod.object, path: isWritten ? [...path, annotation] : path };
}

interface Space {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const spaces = new WeakMap<LintView, ReadonlyMap<string, Space>>();

function namespaceOf({ service }: Leaving, view: LintView): Space | undefined {
  const found = spaces.get(view) ?? spacesOf(view);
  spaces.set(view, found);
  return found.get(service.namespace);
}

function spacesOf({ objects }: LintView): ReadonlyMap<string, Space> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'Namespace')
      .map((each) => [
        each.name,
        { labels: textsAt(each, 'labels'), annotations: textsAt(each, 'annotations') },
      ]),
  );
}

function textsAt({ content }: ManifestObject, key: string): Record<string, string> {
  return texts(valueAt(content, ['metadata', key]));
}
