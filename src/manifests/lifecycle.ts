import { httpPort, masterPort } from './constants';
import type { PodRole } from './labels';
import { drainScript } from './scripts/drain';
import { workerDrainScript } from './scripts/leader-connection';
import { python } from './scripts/python';
import type { ServicePlan } from './service-plan';
import type { WireFields } from './wire';

/** What happens between a pod's deletion and SIGTERM; its time is part of the grace period. */
export function lifecycle({ drain }: ServicePlan, role: PodRole): WireFields {
  const { propagationSeconds, engineSeconds, graceSeconds } = drain;
  const command =
    role === 'leader'
      ? python(drainScript, httpPort, propagationSeconds, engineSeconds)
      : python(workerDrainScript, masterPort, graceSeconds);
  return { preStop: { exec: { command } } };
}
