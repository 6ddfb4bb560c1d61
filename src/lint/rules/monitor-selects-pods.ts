import { metricsEndpointOf } from '../../engines/metrics-endpoint';
import { nearest } from '../../violations';
import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { sharesNamespace } from '../service/namespaces';
import { titleOf } from '../service/titles';
import type { ManifestObject } from '../view/place';
import type { LintView, MonitorView, ServiceView } from '../view/view';

export const monitorSelectsPods: Rule = {
  id: 'R37',
  name: 'monitor-selects-pods',
  severity: 'error',
  sentence: 'A monitor finds the pods, a port of theirs and the path of the metrics',
  why: 'A PodMonitor or ServiceMonitor that selects nothing, names a port that is not there or a path that answers 404 reports no error: its targets are merely absent, every query about the service is empty, and scaling reads that as no load or not at all.',
  fix: 'match the labels of the pods (PodMonitor) or of the Service (ServiceMonitor), and name a port by its name',
  source: 'prometheus-operator 0.93: api-reference (PodMetricsEndpoint, Endpoint)',
  check: (view) => [
    ...view.services.flatMap((service) => [
      ...service.monitors.flatMap((monitor) => endpointProblems(service, monitor)),
      ...switchedOff(service),
    ]),
    ...view.objects.flatMap((object) => lost(object, view)),
  ],
};

function endpointProblems(service: ServiceView, monitor: MonitorView): Problem[] {
  const names = portNames(service, monitor);
  return monitor.endpoints.flatMap((endpoint, at) => {
    const place = { object: monitor.object, path: endpointPath(monitor, at) };
    const { port } = endpoint;
    if (names && typeof port === 'string' && !names.includes(port)) {
      const [meant = names[0]] = nearest(port, names);
      const carrier = monitor.kind === 'ServiceMonitor' ? 'the Service' : 'the pod';
      const message = `no port of ${carrier} is named '${port}': nothing of ${titleOf(service)} is scraped`;
      const fix = meant === undefined ? 'name the port of the engine' : `write port: ${meant}`;
      return [{ ...place, path: [...place.path, 'port'], message, fix }];
    }
    return pathProblem(service, port, endpoint.path, { ...place, path: [...place.path, 'path'] });
  });
}

/** Only where the port is that of the engine: another process may show metrics of its own. */
function pathProblem(
  { pods }: ServiceView,
  port: string | number | undefined,
  asked: string,
  place: Pick<Problem, 'object' | 'path'>,
): Problem[] {
  const server = pods[0]?.server;
  const engine = server?.engine;
  const row = engine && metricsEndpointOf(engine.name);
  const number =
    typeof port === 'string' ? server?.ports.find(({ name }) => name === port)?.number : port;
  if (!row || number !== engine?.port || withSlash(asked) === row.path) return [];
  const message = `${engine.name} shows its metrics under '${row.path}', and this asks for '${asked}'`;
  return [{ ...place, message, fix: `write path: ${row.path}` }];
}

function withSlash(path: string): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}`;
}

/** Names that a monitor may use; nothing where a controller adds ports. */
function portNames(service: ServiceView, { kind, object }: MonitorView): string[] | undefined {
  if (kind === 'annotation') return undefined;
  if (kind === 'ServiceMonitor') {
    const ports = service.endpoints.flatMap((endpoint) => endpoint.ports);
    return ports.flatMap(({ name }) => name ?? []);
  }
  const containers = service.pods.flatMap((pod) => [...pod.containers, ...pod.initContainers]);
  const names = containers.flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? []));
  return object.kind === 'PodMonitoring' || names.length > 0 ? names : undefined;
}

function endpointPath({ kind }: MonitorView, at: number): (string | number)[] {
  if (kind === 'annotation') return ['metadata', 'annotations'];
  return ['spec', kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints', at];
}

/** It is scraped or scaled by its metrics, and does not show any. */
function switchedOff({ pods, monitors }: ServiceView): Problem[] {
  const server = pods[0]?.server;
  const row = server?.engine && metricsEndpointOf(server.engine.name);
  if (!server?.engine?.isServer || !row?.flag || monitors.length === 0) return [];
  if (server.engine.flags.has(row.flag)) return [];
  const message = `${titleOf(monitors[0].object)} scrapes '${server.name}', and ${row.engine} shows no metrics without ${row.flag}`;
  return [
    { object: server.object, path: server.path, message, fix: `add ${row.flag} to its arguments` },
  ];
}

const KINDS = ['PodMonitor', 'ServiceMonitor', 'PodMonitoring'];

/** A monitor that selects nothing here, and is named or labelled like a service that has none. */
function lost(object: ManifestObject, { services, objects }: LintView): Problem[] {
  if (!KINDS.includes(object.kind)) return [];
  if (services.some(({ monitors }) => monitors.some((monitor) => monitor.object === object)))
    return [];
  const selector = Cursor.of(object).at('spec', 'selector', 'matchLabels');
  const unseen = services.filter(
    (service) => service.monitors.length === 0 && sharesNamespace(service.object, object),
  );
  const meant =
    unseen.find((service) => isMeant(service, selector)) ??
    unseen.find((service) => isAlone(service, object, objects));
  if (!meant || selectsOther(object, selector, objects)) return [];
  const carrier = object.kind === 'ServiceMonitor' ? 'a Service of' : 'the pods of';
  const wrong = wrongLabel(meant, object, selector);
  const message = `${titleOf(object)} does not select ${carrier} ${titleOf(meant)}${wrong}: nothing of it is scraped`;
  return [{ ...selector.place, message }];
}

/** Keys whose value names an application and not the stack or the chart that it is part of. */
const NAMING =
  /^(app|name|run|k8s-app|model|app\.kubernetes\.io\/(name|component)|leaderworkerset\.sigs\.k8s\.io\/name)$/;

/** It says the name of the service, or a label that names its application. */
function isMeant(service: ServiceView, selector: Cursor): boolean {
  const labels = labelsOf(service);
  return Object.entries(selector.texts).some(
    ([key, value]) =>
      value === service.name || (NAMING.test(key) && labels.some((each) => each[key] === value)),
  );
}

/** In one file with the monitor, where nothing else is that it could be meant for. */
function isAlone(
  { object, endpoints }: ServiceView,
  monitor: ManifestObject,
  objects: readonly ManifestObject[],
): boolean {
  if (object.file !== monitor.file) return false;
  const own = [object, ...endpoints.map((endpoint) => endpoint.object)];
  const carriers = objects.filter(
    (each) =>
      each.file === monitor.file &&
      (monitor.kind === 'ServiceMonitor'
        ? each.kind === 'Service'
        : Cursor.of(each).at('spec', 'template', 'spec').isWritten),
  );
  return carriers.length > 0 && carriers.every((each) => own.includes(each));
}

function labelsOf({ pods, endpoints }: ServiceView): Readonly<Record<string, string>>[] {
  return [...endpoints.map(({ labels }) => labels), ...pods.map(({ labels }) => labels)];
}

function wrongLabel(service: ServiceView, object: ManifestObject, selector: Cursor): string {
  const carriers = object.kind === 'ServiceMonitor' ? service.endpoints : service.pods;
  const wrong = Object.entries(selector.texts).find(
    ([key, value]) => !carriers.some(({ labels }) => labels[key] === value),
  );
  if (carriers.length === 0) return ', which has none';
  return wrong ? ` (none is labelled ${wrong[0]}: ${wrong[1]})` : '';
}

/** The labels belong to something else that is here: a router, a gateway. */
function selectsOther(
  object: ManifestObject,
  selector: Cursor,
  objects: readonly ManifestObject[],
): boolean {
  const wanted = Object.entries(selector.texts);
  return objects.some((each) => {
    const root = Cursor.of(each);
    const isService = each.kind === 'Service';
    const labels = isService
      ? root.at('metadata', 'labels').texts
      : root.at('spec', 'template', 'metadata', 'labels').texts;
    if ((object.kind === 'ServiceMonitor') !== isService) return false;
    return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
  });
}
