import { compileCacheInit } from './compile-cache';
import { modelsPath, unfilledStatus } from './constants';
import { helperResources } from './resources';
import { python } from './scripts/python';
import { waitForWeightsScript } from './scripts/wait-for-weights';
import { containerSecurityContext } from './security';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import { modelsMount } from './volumes';
import type { WireFields } from './wire';

const waitContainer = 'wait-for-weights';

/** What has to be there before the engine starts: its weights, and a copy of what was compiled. */
export function initContainers(
  plan: ServicePlan,
  spec: ServiceSpec,
): { initContainers?: WireFields[] } {
  return whereAny([...weightsInit(spec), ...compileCacheInit(plan, spec)]);
}

/** The same without a copy, for the Job whose work the copy is. */
export function primingInitContainers(spec: ServiceSpec): { initContainers?: WireFields[] } {
  return whereAny(weightsInit(spec));
}

/** Rules of the same Job: weights that come late are no failed try of what follows them. */
export function waitRules(spec: ServiceSpec): WireFields[] {
  const late = { containerName: waitContainer, operator: 'In', values: [unfilledStatus] };
  return weightsInit(spec).map(() => ({ action: 'Ignore', onExitCodes: late }));
}

function whereAny(containers: WireFields[]): { initContainers?: WireFields[] } {
  return containers.length > 0 ? { initContainers: containers } : {};
}

/**
 * Where a Job or a DaemonSet fills the claim, pods wait for its last file before the engine starts
 * and its startup budget runs. The engine's own image, since the node has it in any case.
 */
function weightsInit(spec: ServiceSpec): WireFields[] {
  const { weights, engine } = spec;
  if (weights.kind !== 'claim' || !weights.filling) return [];
  const { marker, waitSeconds, by } = weights.filling;
  const marked = `${modelsPath}/${marker}`;
  return [
    {
      name: waitContainer,
      image: engine.image,
      imagePullPolicy: 'IfNotPresent',
      command: python(waitForWeightsScript, marked, waitSeconds, by, unfilledStatus),
      resources: helperResources(),
      securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }),
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [modelsMount],
    },
  ];
}
