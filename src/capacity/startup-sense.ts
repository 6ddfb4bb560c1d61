import { covers } from '../engines/by-version';
import { releaseOf } from '../engines/release';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import { optimizationLevelSince } from '../engines/vllm/graphs';
import type { Violation } from '../violations';
import type { PlanRequest } from './request';

/** Start-up settings that contradict each other, or that this version does not know. */
export function startupViolations({ engine }: PlanRequest): Violation[] {
  const { optimizationLevel: level, cudagraphCaptureSizes: sizes } = engine ?? {};
  const violations: Violation[] = [];
  const version = releaseOf(engine?.version ?? '') ?? defaultEngineVersion;
  if (level !== undefined && !covers({ since: optimizationLevelSince }, version)) {
    violations.push({
      path: '/engine/optimizationLevel',
      value: level,
      allowed: `left out below vLLM ${optimizationLevelSince}, where it is a level of the compiler`,
      fix: 'state a newer version, or enforceEager',
    });
  }
  const isEager = engine?.enforceEager === true;
  if (isEager && level !== undefined && level > 0) {
    violations.push({
      path: '/engine/optimizationLevel',
      value: level,
      allowed: 'left out with enforceEager, which is level 0',
      fix: 'keep one of the two',
    });
  }
  if (sizes && (isEager || level === 0)) {
    violations.push({
      path: '/engine/cudagraphCaptureSizes',
      value: sizes,
      allowed: 'left out in eager mode, which captures nothing',
      fix: 'keep one of the two',
    });
  }
  return violations;
}
