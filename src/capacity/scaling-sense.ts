import { cronViolations } from '../kube/cron';
import type { Violation } from '../violations';
import type { PlanRequest } from './request';

/** Backends whose rules are no objects of Kubernetes. */
const WITHOUT_RULES: Readonly<Record<string, string>> = { amazon: 'Amazon', azure: 'Azure' };

/** Floors that KEDA refuses, and a forecast that nothing would record. */
export function scalingViolations({ scaling, platform }: PlanRequest): Violation[] {
  const floors = (scaling?.floors ?? []).flatMap((floor, i) =>
    cronViolations(`/scaling/floors/${i}`, floor),
  );
  const vendor = WITHOUT_RULES[platform?.metricsBackend ?? ''];
  if (!scaling?.forecast || !vendor) return floors;
  return [
    ...floors,
    {
      path: '/scaling/forecast',
      value: scaling.forecast,
      allowed: `left out on the metrics backend of ${vendor}, which takes no recording rule as an object`,
      fix: 'let scaling.floorsFromHistory hold the busy hours of a trace instead',
    },
  ];
}
