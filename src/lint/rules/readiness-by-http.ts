import { type ListeningRow, listeningOf } from '../../engines/listening';
import { foreignHealthPaths } from '../../engines/vllm/endpoints';
import type { Problem, Severity } from '../finding';
import type { Rule } from '../rule';
import { isCompleted, isOfRay } from '../service/kinds';
import type { EngineView } from '../view/engine-view';
import type { ContainerView, ProbeView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const readinessByHttp: Rule = {
  id: 'R21',
  name: 'readiness-by-http',
  severity: 'error',
  sentence: 'A pod is Ready only when its model is loaded',
  why: 'A container without a readiness or startup probe is Ready when its process starts, minutes before the model is loaded, and gets its share of the requests: each scale-up and each roll-out answers them with connection errors. A TCP probe sees an open port, which some servers open before they have a model.',
  fix: 'add a readinessProbe with httpGet on the health path of the engine',
  source:
    'vllm/entrypoints/openai/api_server.py; sglang/srt/entrypoints/http_server.py; ggml-org/llama.cpp#4881',
  check: ({ services }: LintView) => services.flatMap(problemsOf),
};

function problemsOf(service: ServiceView): Problem[] {
  return service.pods.flatMap(({ server }) => {
    if (!server || server.engine?.isServer === false) return [];
    const { readiness, startup } = server.probes;
    return [
      ...(readiness && server.engine ? tcpProblems(server.engine, readiness) : []),
      ...wrongPaths(server),
      ...(readiness || startup || isProbed(service) ? [] : absent(server, service)),
    ];
  });
}

/** Others probe for it; a fleet of AIBrix only whether Ray is up. */
function isProbed(service: ServiceView): boolean {
  return isCompleted(service) || (isOfRay(service) && service.kind !== 'RayClusterFleet');
}

/** Of a server that nobody knows a Service in front, and a token for weights, tell that it is one. */
function absent(server: ContainerView, { endpoints }: ServiceView): Problem[] {
  const { object, path, name, engine, ports } = server;
  if (!engine && endpoints.length === 0) return [];
  const asked = engine ? healthPath(engine) : 'the health path of the server';
  const port = engine?.port ?? ports[0]?.number;
  return [
    {
      object,
      path,
      severity: engine ? 'error' : fetchesModel(server) ? 'warning' : 'info',
      message: `'${name}' has neither a readinessProbe nor a startupProbe: requests are sent to it while the model loads, and are refused`,
      fix: `add a readinessProbe with httpGet on ${asked}${port === undefined ? '' : `, port ${port}`}`,
    },
  ];
}

function fetchesModel({ env, fromElsewhere }: ContainerView): boolean {
  const names = [...env.keys(), ...fromElsewhere];
  return names.some((name) =>
    /^(HF_TOKEN|HUGGING_FACE_HUB_TOKEN|NGC_API_KEY|MODEL_ID)$/.test(name),
  );
}

/** Paths of other servers, each with what a 404 does to the pod. */
function wrongPaths(server: ContainerView): Problem[] {
  const { engine, probes, name } = server;
  if (engine?.name !== 'vllm') return [];
  return (['startup', 'readiness', 'liveness'] as const).flatMap((kind) => {
    const probe = probes[kind];
    if (probe?.kind !== 'http' || !isOnPort(server, engine, probe)) return [];
    const asked = probe.httpPath ?? '/';
    if (!foreignHealthPaths.includes(asked)) return [];
    const { object, path } = probe;
    const message = `${kind}Probe asks vLLM for '${asked}', which answers 404: '${name}' ${OF_404[kind]}`;
    return [{ object, path: [...path, 'httpGet', 'path'], message, fix: 'write path: /health' }];
  });
}

const OF_404 = {
  startup: 'is killed before it serves, each time',
  readiness: 'never becomes Ready',
  liveness: 'is restarted again and again',
} as const;

/** Another process may answer on another port. */
function isOnPort({ ports }: ContainerView, engine: EngineView, { port }: ProbeView): boolean {
  const asked = typeof port === 'string' ? ports.find(({ name }) => name === port)?.number : port;
  return asked === undefined || asked === engine.port;
}

function tcpProblems(engine: EngineView, probe: ProbeView): Problem[] {
  const { object, path } = probe;
  const row = listeningOf(engine.name);
  if (probe.kind !== 'tcp' || !row) return [];
  const { severity, means } = TCP[row.opens];
  return [
    {
      object,
      path: [...path, 'tcpSocket'],
      severity,
      message: `readinessProbe asks whether the port is open, which ${engine.name} ${means}`,
      fix: `write httpGet with path ${row.healthPath} and port ${engine.port}`,
    },
  ];
}

const TCP: Readonly<Record<ListeningRow['opens'], { severity: Severity; means: string }>> = {
  'before-load': {
    severity: 'error',
    means: 'opens before it loads the model: requests are sent to it minutes too early',
  },
  'before-warm-up': {
    severity: 'warning',
    means: 'opens before it has warmed up: the first requests wait for that',
  },
  'after-load': {
    severity: 'info',
    means: 'opens once the model is loaded, and keeps open when its engine is dead',
  },
};

function healthPath({ name }: EngineView): string {
  return listeningOf(name)?.healthPath ?? '/health';
}
