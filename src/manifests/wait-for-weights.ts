import { modelsPath } from './constants';
import { helperResources } from './resources';
import { python } from './scripts/python';
import { waitForWeightsScript } from './scripts/wait-for-weights';
import { containerSecurityContext } from './security';
import type { ServiceSpec } from './service-spec';
import { modelsMount } from './volumes';
import type { WireFields } from './wire';

/**
 * Where a Job or a DaemonSet fills the claim, pods wait for its last file before the engine starts
 * and its startup budget runs. The engine's own image, since the node has it in any case.
 */
export function waitForWeights({ weights, engine }: ServiceSpec): WireFields[] {
  if (weights.kind !== 'claim' || !weights.filling) return [];
  const { marker, waitSeconds, by } = weights.filling;
  return [
    {
      name: 'wait-for-weights',
      image: engine.image,
      imagePullPolicy: 'IfNotPresent',
      command: python(waitForWeightsScript, `${modelsPath}/${marker}`, waitSeconds, by),
      resources: helperResources(),
      securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }),
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [modelsMount],
    },
  ];
}
