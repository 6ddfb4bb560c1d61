import { hasVariable } from '../engines/vllm/environment';
import { workerShutdownTimeoutSeconds } from './constants';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';

/** Variables of the engine's own namespace that every pod of a service has, as far as it knows them. */
export function engineVariables(
  { probes }: ServicePlan,
  { engine, compileCache }: ServiceSpec,
): Record<string, string> {
  const known = {
    // 600 by default: the API server would give up while the startup probe still waits.
    VLLM_ENGINE_READY_TIMEOUT_S: String(probes.startupBudgetSeconds),
    VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS: String(workerShutdownTimeoutSeconds),
    // The result of memory profiling is kept beside the compiled artifacts.
    ...(compileCache ? { VLLM_ENABLE_STARTUP_PLAN: '1' } : {}),
  };
  return Object.fromEntries(
    Object.entries(known).filter(([name]) => hasVariable(name, engine.version)),
  );
}
