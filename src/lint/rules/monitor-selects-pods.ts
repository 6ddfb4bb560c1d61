import { metricsEndpointOf } from '../../engines/metrics-endpoint';
import { nearest } from '../../violations';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { type LostMonitor, lostMonitor } from '../service/lost-monitor';
import { titleOf } from '../service/titles';
import type { MonitorView, ServiceView } from '../view/view';

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
    ...view.objects.flatMap((object) => lostMonitor(object, view) ?? []).map(selectsNothing),
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

/** It is meant for a service by all that can be told, and does not see it. */
function selectsNothing({ object, service, wrong, isElsewhere }: LostMonitor): Problem {
  const carrier = object.kind === 'ServiceMonitor' ? 'a Service of' : 'the pods of';
  const message = `${titleOf(object)} does not select ${carrier} ${titleOf(service)} (${wrong}): nothing of it is scraped`;
  if (!isElsewhere) return { object, path: ['spec', 'selector', 'matchLabels'], message };
  const fix =
    object.kind === 'PodMonitoring'
      ? `move it to namespace '${service.namespace}'`
      : `write namespaceSelector: { matchNames: [${service.namespace}] }, or move it there`;
  return { object, path: ['spec', 'namespaceSelector'], message, fix };
}
