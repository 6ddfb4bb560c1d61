import type { ManifestObject } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { EndpointView, MonitorView } from '../view/view';
import { Cursor } from './cursor';
import { parseDuration } from './duration';
import { asFlag, flag, list, map } from './json';
import { type InNamespace, mayMeet } from './namespaces';
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
export function watches(
  monitor: InNamespace,
  service: InNamespace,
  pods: readonly PodView[],
  endpoints: readonly EndpointView[],
): boolean {
  const { content, kind } = monitor.object;
  const selector = map(content, 'spec', 'selector');
  if (selector === undefined || !reaches(monitor, service)) return false;
  const labelled = kind === 'ServiceMonitor' ? endpoints : pods;
  return labelled.some(({ labels }) => selects(selector, labels));
}

function reaches(monitor: InNamespace, service: InNamespace): boolean {
  const { content } = monitor.object;
  if (flag(content, 'spec', 'namespaceSelector', 'any')) return true;
  const names = list(content, 'spec', 'namespaceSelector', 'matchNames');
  if (names.length === 0) return mayMeet(monitor, service);
  return service.stated === undefined || names.includes(service.stated);
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
