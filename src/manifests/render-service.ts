import type { PlanAnswer } from '../capacity/answer';
import type { PlatformSpec } from '../kube/platform';
import { deployment } from './deployment';
import { disruptionBudget } from './disruption-budget';
import { leaderWorkerSet } from './leader-worker-set';
import { monitor } from './monitor';
import { networkPolicies } from './network-policy';
import { primingJob } from './priming-job';
import { recordingRules } from './recording-rules';
import { scaledObject } from './scaled-object';
import { service } from './service';
import { serviceAccount } from './service-account';
import { servicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import { triggerAuthentication } from './trigger-authentication';
import type { WireObject } from './wire';

/** The objects of one service, in the order they are best applied: the scaler last. */
export interface ServiceObjects {
  readonly serviceAccount: WireObject;
  readonly primingJob?: WireObject;
  readonly workload: WireObject;
  readonly service: WireObject;
  readonly monitor: WireObject;
  readonly disruptionBudget: WireObject;
  readonly networkPolicies: readonly WireObject[];
  readonly recordingRules?: WireObject;
  readonly triggerAuthentication?: WireObject;
  readonly scaler?: WireObject;
}

/** Writes a plan down. Every number comes from it, from a law of it or from constants.ts. */
export function renderService(
  answer: PlanAnswer,
  spec: ServiceSpec,
  platform: PlatformSpec,
  scrapeIntervalSeconds: number,
): ServiceObjects {
  const plan = servicePlan(answer);
  const write = spec.workload === 'deployment' ? deployment : leaderWorkerSet;
  const workload = write(plan, spec, platform);
  return {
    serviceAccount: serviceAccount(spec),
    ...priming(plan, spec, platform),
    workload,
    service: service(spec),
    monitor: monitor(spec, platform, scrapeIntervalSeconds),
    disruptionBudget: disruptionBudget(plan, spec),
    networkPolicies: networkPolicies(plan, spec),
    ...scaling(answer, spec, platform, workload),
  };
}

function priming(...of: Parameters<typeof primingJob>): Pick<ServiceObjects, 'primingJob'> {
  const job = primingJob(...of);
  return job ? { primingJob: job } : {};
}

// A fixed count has no scaler, and an answer without traffic has nothing to scale by.
function scaling(
  { fleet, scaling: signals }: PlanAnswer,
  spec: ServiceSpec,
  platform: PlatformSpec,
  workload: WireObject,
): Pick<ServiceObjects, 'recordingRules' | 'triggerAuthentication' | 'scaler'> {
  if (spec.replicas !== undefined || !fleet || !signals) return {};
  const rules = recordingRules(signals.recordings, spec, platform);
  const login = triggerAuthentication(spec, platform);
  const scaler = scaledObject({ fleet, scaling: signals }, spec, platform, workload, login);
  return {
    ...(rules ? { recordingRules: rules } : {}),
    ...(login ? { triggerAuthentication: login } : {}),
    scaler,
  };
}
