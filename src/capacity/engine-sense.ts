import { engineMetrics, metricName } from '../engines/vllm/metrics';
import type { Violation } from '../violations';
import type { PlanRequest } from './request';
import { loraViolations, startupViolations } from './startup-sense';

/** Engine settings that the engine, or this plan of it, cannot work with. */
export function engineViolations(request: PlanRequest): Violation[] {
  return [
    ...versionViolations(request),
    ...batchViolations(request),
    ...startupViolations(request),
    ...loraViolations(request),
  ];
}

/** Older engines lack the gauges that drive the scaler. */
function versionViolations({ engine }: PlanRequest): Violation[] {
  const { version } = engine ?? {};
  if (version === undefined || metricName('running', version) !== undefined) return [];
  return [
    {
      path: '/engine/version',
      value: version,
      allowed: `at least ${engineMetrics.running[0].since}`,
      fix: 'state a newer version such as 0.32.0',
    },
  ];
}

/** vLLM refuses to start where a step has fewer tokens than there may be sequences. */
function batchViolations({ engine }: PlanRequest): Violation[] {
  const { maxNumSeqs = 0, maxNumBatchedTokens = Number.POSITIVE_INFINITY } = engine ?? {};
  if (maxNumSeqs <= maxNumBatchedTokens) return [];
  return [
    {
      path: '/engine/maxNumSeqs',
      value: maxNumSeqs,
      allowed: `at most maxNumBatchedTokens (${maxNumBatchedTokens})`,
      fix: 'lower it, or raise maxNumBatchedTokens',
    },
  ];
}
