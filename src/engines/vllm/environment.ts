import { covers } from '../by-version';
import variables from './variables.json';

/** A variable of the engine's own namespace that manifests may set. */
export interface VariableRow {
  readonly name: string;
  readonly since: string;
  readonly until?: string;
  readonly purpose: string;
  readonly source: string;
}

export const variableRows: readonly VariableRow[] = [
  {
    name: 'VLLM_ENGINE_READY_TIMEOUT_S',
    since: '0.14',
    purpose:
      'several API servers give up on their engines after this long; must cover the startup budget',
    source: 'vllm-project/vllm#27444',
  },
  {
    name: 'VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS',
    since: '0.24',
    purpose: 'how long workers may take to leave; with 5, the default, even an idle pod takes 6 s',
    source: 'vllm-project/vllm#43154; measured: vLLM 0.32.0 on a CPU, 2026-11-23',
  },
  {
    name: 'VLLM_CACHE_ROOT',
    since: '0.7',
    purpose: 'root of the compile cache',
    source: 'vllm-project/vllm#11614',
  },
  {
    name: 'VLLM_FORCE_AOT_LOAD',
    since: '0.11.1',
    purpose: 'fail instead of compiling; for the job that primes a cache, never for serving pods',
    source: 'vllm/envs.py, 2026-08',
  },
  {
    name: 'VLLM_ENABLE_STARTUP_PLAN',
    since: '0.26',
    purpose: 'keep the result of memory profiling in the cache',
    source: 'vllm-project/vllm#47388',
  },
  {
    name: 'VLLM_HOST_IP',
    since: '0.4',
    purpose: 'address the ranks of a group use; outside the compile cache key',
    source: 'vllm/envs.py, 2026-08',
  },
  {
    name: 'VLLM_NO_USAGE_STATS',
    since: '0.4',
    purpose: 'no telemetry',
    source: 'measured: vLLM 0.32.0 on a CPU, 2026-11-23',
  },
  {
    name: 'VLLM_USE_V1',
    since: '0.7',
    until: '0.11.1',
    purpose: 'chose the engine generation',
    source: 'vllm-project/vllm#28204',
  },
];

/** Whether the engine of this version reads the variable; others are warned about since 0.17. */
export function hasVariable(name: string, version: string): boolean {
  const row = variableRows.find((candidate) => candidate.name === name);
  return row !== undefined && covers(row, version);
}

/** Seconds that the API server waits for its engine where nothing is stated (vllm/envs.py, 2026-08). */
export const defaultReadyTimeoutSeconds = 600;

/** Variables that circulate in examples and that no version ever read, and what was meant. */
export const fictionalVariables: Readonly<Record<string, string>> = {
  VLLM_TORCH_COMPILE_CACHE_DIR: 'VLLM_CACHE_ROOT',
  VLLM_CACHE_DIR: 'VLLM_CACHE_ROOT',
};

/** Every name that `vllm/envs.py` of a release reads, plug-ins and images aside. */
export const readVariables: ReadonlySet<string> = new Set([
  ...variables.read,
  ...Object.keys(variables.gone),
]);

/** First version that reads it no more. */
export function goneSince(name: string): string | undefined {
  const gone: Readonly<Record<string, string>> = variables.gone;
  return Object.hasOwn(gone, name) ? gone[name] : undefined;
}
