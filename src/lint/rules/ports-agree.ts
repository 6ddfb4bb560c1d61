import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { type ListeningServer, listeningServer } from '../service/listening-ports';
import { titleOf } from '../service/titles';
import type { ContainerView, ProbeView } from '../view/pod-view';
import type { EndpointView, LintView, ServiceView } from '../view/view';

export const portsAgree: Rule = {
  id: 'R75',
  name: 'ports-agree',
  severity: 'error',
  sentence: 'Probes and Services ask on the port on which the server listens',
  why: 'containerPort only informs: a server listens where its flags say. A probe of another port is refused for ever, so that the pod never becomes Ready, or is restarted again and again, with a model that is loaded and answers. A Service that leads to another port refuses every request.',
  fix: 'write one port in the flag --port, in containerPort, in the probes and in targetPort',
  source:
    'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports; kubernetes/api core/v1 ContainerPort; vllm/entrypoints/openai/cli_args.py (--port 8000)',
  check: ({ services }: LintView) => services.flatMap(problemsOf),
};

function problemsOf(service: ServiceView): Problem[] {
  return service.pods.flatMap((pod) => {
    const found = pod.role === 'server' ? listeningServer(service, pod) : undefined;
    if (!found) return [];
    return [
      ...probeProblems(found),
      ...service.endpoints.flatMap((endpoint) => endpointProblems(found, endpoint)),
    ];
  });
}

/** One for the container: who writes the port wrong does so in all of its probes. */
function probeProblems({ server, port, says, mayListen }: ListeningServer): Problem[] {
  const wrong = Object.entries(server.probes).flatMap(([name, probe]) => {
    const asked = probe && portOf(server, probe);
    return asked === undefined || asked === port || mayListen(asked)
      ? []
      : [{ name, probe, asked }];
  });
  if (wrong.length === 0) return [];
  const [{ name, probe, asked }] = wrong;
  const { object, path, kind } = probe;
  const isOnlyLiveness = name === 'liveness';
  const effect = isOnlyLiveness ? 'it is restarted again and again' : 'it never becomes Ready';
  const probes = wrong.map((each) => `${each.name}Probe`).join(', ');
  const verb = wrong.length === 1 ? 'asks' : 'ask';
  return [
    {
      object,
      path: [...path, kind === 'tcp' ? 'tcpSocket' : 'httpGet', 'port'],
      message: `${probes} ${verb} on port ${asked}, and '${server.name}' listens on ${port} (${says}): ${effect}`,
      fix: `write port: ${port}, or start the server with --port ${asked}`,
    },
  ];
}

function portOf({ ports }: ContainerView, { kind, port }: ProbeView): number | undefined {
  if (kind !== 'http' && kind !== 'tcp') return undefined;
  return typeof port === 'string' ? ports.find(({ name }) => name === port)?.number : port;
}

/** Of a Service none of whose ports leads to the server; a headless one only names pods. */
function endpointProblems(found: ListeningServer, endpoint: EndpointView): Problem[] {
  const { server, port, says, mayListen } = found;
  const spec = Cursor.of(endpoint.object).at('spec');
  if (spec.at('clusterIP').text === 'None' || endpoint.ports.length === 0) return [];
  const targets = endpoint.ports.map(({ targetPort }) =>
    typeof targetPort === 'string'
      ? server.ports.find(({ name }) => name === targetPort)?.number
      : targetPort,
  );
  if (targets.some((each) => each === undefined || each === port || mayListen(each))) return [];
  const [first] = endpoint.ports;
  const named = typeof first.targetPort === 'string' ? `'${first.targetPort}', which is ` : '';
  return [
    {
      ...spec.at('ports', 0, 'targetPort').place,
      message: `${titleOf(endpoint.object)} leads to port ${named}${targets[0]}, and '${server.name}' listens on ${port} (${says}): every request is refused`,
      fix: `write targetPort: ${port}, or start the server with --port ${targets[0]}`,
    },
  ];
}
