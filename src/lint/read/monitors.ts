import type { ManifestObject } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { EndpointView, MonitorView } from '../view/view';
import { Cursor } from './cursor';
import { parseDuration } from './duration';
import { asFlag } from './json';
import { selects } from './selector';

type MonitorKind = MonitorView['kind'];

const ENDPOINTS: Readonly<Record<string, string>> = {
  PodMonitor: 'podMetricsEndpoints',
  ServiceMonitor: 'endpoints',
  PodMonitoring: 'endpoints',
};

/** What a monitor scrapes. */
export function readMonitor(object: ManifestObject): MonitorView {
  const endpoints = Cursor.of(object).at('spec', ENDPOINTS[object.kind]).maps;
  return {
    object,
    path: [],
    kind: object.kind as MonitorKind,
    endpoints: endpoints.map(readEndpoint),
  };
}

function readEndpoint(at: Cursor): MonitorView['endpoints'][number] {
  const written = [at.at('port'), at.at('targetPort'), at.at('portNumber')];
  const port = written.find(({ isWritten }) => isWritten);
  const interval = at.at('interval');
  const intervalSeconds = interval.maybe(parseDuration(interval.text ?? ''));
  const number = port?.number ?? port?.text;
  return {
    ...(number === undefined ? {} : { port: number }),
    path: at.at('path').text || '/metrics',
    ...(intervalSeconds && { intervalSeconds }),
  };
}

/** Whether a monitor sees these pods; that of Services by the labels of those that lead to them. */
export function monitors(
  object: ManifestObject,
  pods: readonly PodView[],
  endpoints: readonly EndpointView[],
  namespace: string,
): boolean {
  const spec = Cursor.of(object).at('spec');
  const selector = spec.at('selector').map;
  if (selector === undefined || !watches(object, spec.at('namespaceSelector'), namespace)) {
    return false;
  }
  const labels = object.kind === 'ServiceMonitor' ? endpoints : pods;
  return labels.some((each) => selects(selector, each.labels));
}

function watches(object: ManifestObject, selector: Cursor, namespace: string): boolean {
  if (selector.at('any').flag) return true;
  const names = selector.at('matchNames').items;
  if (names.length > 0) return names.some(({ text }) => text === namespace);
  const isStated = Cursor.of(object).at('metadata', 'namespace').isWritten;
  return !isStated || object.namespace === namespace;
}

/** `prometheus.io/scrape` on the pods or on a Service before them. */
export function annotationMonitors(
  pods: readonly PodView[],
  endpoints: readonly EndpointView[],
): MonitorView[] {
  const places = [
    ...pods.map((pod) => new Cursor(pod.object, pod.path, undefined)),
    ...endpoints.map((each) => Cursor.of(each.object)),
  ];
  return places.flatMap((place): MonitorView[] => {
    const root = Cursor.of(place.object).at(...place.path, 'metadata', 'annotations');
    if (asFlag(root.at('prometheus.io/scrape').value) !== true) return [];
    const port = root.at('prometheus.io/port');
    const number = port.number ?? port.text;
    const path = root.at('prometheus.io/path').text || '/metrics';
    return [
      {
        ...root.place,
        kind: 'annotation',
        endpoints: [{ ...(number === undefined ? {} : { port: number }), path }],
      },
    ];
  });
}
