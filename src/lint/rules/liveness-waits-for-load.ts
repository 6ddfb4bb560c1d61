import { livenessProbe, readinessProbe, restartedAfterSeconds } from '../../kube/probes';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isKilledAlways, startEstimate } from '../service/start';
import { counted } from '../service/titles';
import type { EngineView } from '../view/engine-view';
import type { ContainerView, PodView, ProbeView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const livenessWaitsForLoad: Rule = {
  id: 'R33',
  name: 'liveness-waits-for-load',
  severity: 'error',
  sentence: 'A liveness probe begins after the model is loaded, and load does not fail it.',
  why: 'An engine refuses connections until its model is loaded. Without a startup probe liveness counts from the start: the container is killed while it loads, and the next start begins anew. Later a saturated front end answers /health late: with a timeout of 1 s load alone restarts servers, each of which costs a cold start.',
  fix: 'give the server a startupProbe, and its livenessProbe a timeout of 10 s or more',
  source:
    'vllm-project/vllm docs/deployment/k8s.md: "KeyboardInterrupt: terminated"; kserve/kserve#5062',
  check: ({ services }: LintView) =>
    services.flatMap((service) =>
      service.pods.flatMap((pod) => {
        const { server } = pod;
        if (!server?.engine?.isServer) return [];
        return [...whileLoading(service, pod, server, server.engine), ...underLoad(server)];
      }),
    ),
};

/** Engines that listen only when they are ready; others answer that they live while they load. */
const LISTENS_WHEN_READY = ['vllm', 'sglang', 'tgi'];

function whileLoading(
  service: ServiceView,
  pod: PodView,
  server: ContainerView,
  engine: EngineView,
): Problem[] {
  const { liveness, startup } = server.probes;
  if (startup || !liveness || !LISTENS_WHEN_READY.includes(engine.name)) return [];
  // Presets of KServe have a startup probe.
  if (service.kind.startsWith('LLMInferenceService')) return [];
  if (liveness.kind !== 'http' && liveness.kind !== 'tcp') return [];
  // NIM, Triton and KServe's agents answer a path of their own before the model is there.
  if (/live/.test(liveness.httpPath ?? '')) return [];
  const seconds = restartedAfterSeconds(liveness);
  const start = startOf(service, pod, server, engine);
  const { bestSeconds, usualSeconds, slowSeconds, weights } = start;
  if (seconds >= slowSeconds) return [];
  const what = weights === undefined ? 'a start with any model' : `a start with ${weights}`;
  const budget = Math.ceil(slowSeconds / 60) * 60;
  return [
    {
      object: liveness.object,
      path: liveness.path,
      severity: isKilledAlways(seconds, start) ? 'error' : 'warning',
      message: `without a startupProbe liveness kills '${server.name}' ${seconds} s after its start, and ${what} takes ${
        seconds < usualSeconds ? `${usualSeconds} s as a rule` : `up to ${slowSeconds} s`
      }: it is killed while it loads, and begins anew`,
      arithmetic: {
        columns: ['', 's'],
        rows: [
          ['liveness: delay + period × failures', seconds],
          ['start, at best', bestSeconds],
          ['start, as a rule', usualSeconds],
          ['start, slow and with cold caches', slowSeconds],
        ],
      },
      fix: `add a startupProbe with periodSeconds: 5 and failureThreshold: ${budget / 5}, which is ${budget} s; liveness begins after it`,
    },
  ];
}

function startOf(
  { plan }: ServiceView,
  pod: PodView,
  server: ContainerView,
  engine: EngineView,
): { bestSeconds: number; usualSeconds: number; slowSeconds: number; weights?: string } {
  if (!plan) return startEstimate(pod, server, engine);
  const { inContainerSeconds } = plan.coldStart;
  const { startupBudgetSeconds } = plan.probes;
  const bestSeconds = Math.floor(inContainerSeconds);
  return { bestSeconds, usualSeconds: bestSeconds, slowSeconds: startupBudgetSeconds };
}

/** A busy front end takes longer than that for an answer. */
const HURRIED_SECONDS = 1;

/** A minute of late answers is load, and more is likely a server that hangs. */
const SATURATED_SECONDS = 60;

/** One or two late answers, within seconds. */
const INSTANT_SECONDS = 5;

function underLoad({ probes, name }: ContainerView): Problem[] {
  const { liveness, readiness } = probes;
  return [
    ...(liveness && (isHurried(liveness) || isMomentary(liveness))
      ? [hurriedLiveness(liveness, name)]
      : []),
    ...(readiness && isHurried(readiness) ? [hurriedReadiness(readiness, name)] : []),
  ];
}

function isHurried({ kind, timeoutSeconds }: ProbeView): boolean {
  return kind === 'http' && timeoutSeconds <= HURRIED_SECONDS;
}

function isMomentary(probe: ProbeView): boolean {
  return probe.kind !== 'tcp' && silentSeconds(probe) <= MOMENT_SECONDS;
}

function silentSeconds({ periodSeconds, failureThreshold }: ProbeView): number {
  return periodSeconds * failureThreshold;
}

/** Nobody can tell load from death in so short a time. */
const MOMENT_SECONDS = 10;

function hurriedLiveness(probe: ProbeView, name: string): Problem {
  const { timeoutSeconds, periodSeconds, failureThreshold } = livenessProbe;
  const { object, path } = probe;
  const silent = silentSeconds(probe);
  return {
    object,
    path,
    severity: silent < SATURATED_SECONDS ? 'warning' : 'info',
    message: `liveness restarts '${name}' when ${probe.failureThreshold} answers within ${silent} s fail or take longer than ${probe.timeoutSeconds} s: a saturated server does that, and a restart costs a cold start`,
    fix: `set timeoutSeconds: ${timeoutSeconds}, periodSeconds: ${periodSeconds}, failureThreshold: ${failureThreshold}`,
  };
}

function hurriedReadiness(probe: ProbeView, name: string): Problem {
  const { timeoutSeconds, periodSeconds, failureThreshold } = readinessProbe;
  const { object, path } = probe;
  const isInstant = probe.failureThreshold === 1 || silentSeconds(probe) <= INSTANT_SECONDS;
  return {
    object,
    path,
    severity: isInstant ? 'warning' : 'info',
    message: `readiness takes '${name}' out of the Service when ${counted(probe.failureThreshold, 'answer')} within ${silentSeconds(probe)} s ${probe.failureThreshold === 1 ? 'takes' : 'take'} longer than ${probe.timeoutSeconds} s: saturated servers leave, and the others get their load`,
    fix: `set timeoutSeconds: ${timeoutSeconds}, periodSeconds: ${periodSeconds}, failureThreshold: ${failureThreshold}`,
  };
}
