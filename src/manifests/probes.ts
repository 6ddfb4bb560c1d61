import { servedPaths } from '../engines/vllm/endpoints';
import { livenessProbe, readinessProbe } from '../kube/probes';
import { httpPort, httpPortName, masterPort } from './constants';
import type { PodRole } from './labels';
import { livenessPeriodSeconds, livenessTimeoutSeconds } from './laws';
import { groupLivenessScript } from './scripts/group-liveness';
import { workerProbeScript } from './scripts/leader-connection';
import { python } from './scripts/python';
import { startupScript } from './scripts/startup';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

/** A worker has no readiness probe: it serves nobody, and is Ready once it met its leader. */
export function probes(plan: ServicePlan, spec: ServiceSpec, role: PodRole): WireFields {
  return role === 'leader' ? leaderProbes(plan, spec) : workerProbes(plan);
}

function leaderProbes(plan: ServicePlan, { servedModelName }: ServiceSpec): WireFields {
  const startupTimeout = plan.probes.startupTimeoutSeconds;
  const livenessTimeout = livenessTimeoutSeconds(plan);
  const health = { httpGet: { path: servedPaths.health, port: httpPortName } };
  const group = python(groupLivenessScript, httpPort, livenessTimeout, servedModelName);
  return {
    startupProbe: {
      exec: { command: python(startupScript, httpPort, startupTimeout, servedModelName) },
      ...startupNumbers(plan),
    },
    readinessProbe: {
      ...health,
      periodSeconds: readinessProbe.periodSeconds,
      timeoutSeconds: plan.probes.readinessTimeoutSeconds,
      failureThreshold: readinessProbe.failureThreshold,
    },
    livenessProbe: {
      ...(plan.replica.nodes > 1 ? { exec: { command: group } } : health),
      ...livenessNumbers(plan),
    },
  };
}

function workerProbes(plan: ServicePlan): WireFields {
  const exec = { command: python(workerProbeScript, masterPort) };
  return {
    startupProbe: { exec, ...startupNumbers(plan) },
    livenessProbe: { exec, ...livenessNumbers(plan) },
  };
}

function startupNumbers({ probes: numbers }: ServicePlan): WireFields {
  return {
    periodSeconds: numbers.startupPeriodSeconds,
    timeoutSeconds: numbers.startupTimeoutSeconds,
    failureThreshold: numbers.startupFailureThreshold,
  };
}

// A saturated front end answers late: a probe that fires under load restarts the whole fleet. Once
// it did fire there is nothing left to drain, so the restart does not wait for the pod's grace.
function livenessNumbers(plan: ServicePlan): WireFields {
  return {
    periodSeconds: livenessPeriodSeconds(plan),
    timeoutSeconds: livenessTimeoutSeconds(plan),
    failureThreshold: livenessProbe.failureThreshold,
    terminationGracePeriodSeconds: plan.drain.teardownSeconds,
  };
}
