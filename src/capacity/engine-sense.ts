import { releaseOf } from '../engines/release';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import { hasLoadFormat, loadFormatRow, loadFormatRows } from '../engines/vllm/load-formats';
import { engineMetrics, metricName } from '../engines/vllm/metrics';
import type { Violation } from '../violations';
import { loraViolations } from './lora-sense';
import type { PlanRequest } from './request';
import { startupViolations } from './startup-sense';

/** Engine settings that the engine, or this plan of it, cannot work with. */
export function engineViolations(request: PlanRequest): Violation[] {
  return [
    ...nameViolations(request),
    ...versionViolations(request),
    ...batchViolations(request),
    ...startupViolations(request),
    ...loraViolations(request),
    ...loadFormatViolations(request),
  ];
}

/** A fleet is scaled, probed and drained in the words of one engine; memory and speed are not. */
function nameViolations({ engine, traffic }: PlanRequest): Violation[] {
  const { name = 'vllm' } = engine ?? {};
  if (name === 'vllm' || traffic === undefined) return [];
  return [
    {
      path: '/engine/name',
      value: name,
      allowed: 'vllm where traffic is given: signals, probes and drain are those of vLLM',
      fix: 'leave traffic out to plan memory, speed and cold start of a replica alone',
    },
  ];
}

/** Older engines lack the gauges that drive the scaler. */
function versionViolations({ engine, traffic }: PlanRequest): Violation[] {
  const { name = 'vllm' } = engine ?? {};
  const version = releaseOf(engine?.version ?? '');
  if (name !== 'vllm' || traffic === undefined || version === undefined) return [];
  if (metricName('running', version) !== undefined) return [];
  return [
    {
      path: '/engine/version',
      value: version,
      allowed: `at least ${engineMetrics.running[0].since}`,
      fix: 'state a newer version such as 0.32.0, or leave traffic out to plan one replica',
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

/** A loader that this version has, and that reads from where the weights are. */
function loadFormatViolations({ engine, caches }: PlanRequest): Violation[] {
  const { loadFormat: value } = engine ?? {};
  const version = releaseOf(engine?.version ?? '') ?? defaultEngineVersion;
  const row = value === undefined ? undefined : loadFormatRow(value);
  if (!row) return [];
  const path = '/engine/loadFormat';
  if (!hasLoadFormat(row.format, version)) {
    const allowed = `one that vLLM ${version} has; ${row.format} came with ${row.since}`;
    return [{ path, value, allowed, fix: 'state a newer engine.version, or leave it out' }];
  }
  if (caches?.weights !== 'object-store' || row.readsObjects) return [];
  const able = loadFormatRows.filter(({ readsObjects }) => readsObjects);
  return [
    {
      path,
      value,
      allowed: `one that reads an object store: ${able.map(({ format }) => format).join(', ')}`,
      fix: 'leave it out',
    },
  ];
}
