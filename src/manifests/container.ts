import { CONTAINER } from '../scaling/promql';
import { args, command } from './command';
import { httpPort, httpPortName } from './constants';
import { environment } from './environment';
import type { PodRole } from './labels';
import { lifecycle } from './lifecycle';
import { probes } from './probes';
import { resources } from './resources';
import { containerSecurityContext } from './security';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import { volumeMounts } from './volumes';
import type { WireFields } from './wire';

/** The engine, PID 1 of the only container. */
export function container(plan: ServicePlan, spec: ServiceSpec, role: PodRole): WireFields {
  // A single node has no traffic between nodes.
  const fabric = plan.replica.nodes > 1 ? spec.fabric : undefined;
  const http = { name: httpPortName, containerPort: httpPort, protocol: 'TCP' };
  return {
    name: CONTAINER,
    image: spec.engine.image,
    imagePullPolicy: 'IfNotPresent',
    command: command(spec),
    args: args(plan, spec, role),
    env: environment(plan, spec, role),
    ...(role === 'leader' ? { ports: [http] } : {}),
    resources: resources(plan, spec, fabric),
    ...probes(plan, spec, role),
    lifecycle: lifecycle(plan, role),
    securityContext: containerSecurityContext(spec),
    // The last lines of the log say why an engine died, long after the pod is gone.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: volumeMounts(spec),
  };
}
