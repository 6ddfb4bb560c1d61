import { type VersionedRow, valueAt } from '../by-version';
import { hasVariable } from './environment';

/** What SIGTERM does to a server with requests in flight. */
export interface DrainBehaviour {
  /**
   * `poll-only`: SIGTERM loses what runs, so the preStop hook must wait for idle gauges;
   * `flag`: `--shutdown-timeout` lets accepted requests finish.
   */
  readonly mode: 'poll-only' | 'flag';
  /** `false`: while draining new requests are accepted, then fail with 500 or an empty 200. */
  readonly portClosesAtOnce: boolean;
  /** Without the flag, running streams freeze without an end and the server never exits. */
  readonly hangsWithoutFlag: boolean;
  /** From the last token to the exit of the process. */
  readonly teardownSeconds: number;
}

/** Versions between two measured ones follow the older; 0.19 and 0.20 count as 0.18. */
export const drainRows: readonly VersionedRow<DrainBehaviour>[] = [
  {
    since: '0.8',
    value: {
      mode: 'poll-only',
      portClosesAtOnce: true,
      hangsWithoutFlag: true,
      teardownSeconds: 2,
    },
    source: 'measured: vLLM 0.11.2 on a CPU, 2026-11-23',
  },
  {
    since: '0.18',
    value: {
      mode: 'poll-only',
      portClosesAtOnce: true,
      hangsWithoutFlag: false,
      teardownSeconds: 2,
    },
    source: 'measured: vLLM 0.18.1 on a CPU, 2026-11-23: the flag exists and cuts every stream',
  },
  {
    since: '0.21',
    value: { mode: 'flag', portClosesAtOnce: true, hangsWithoutFlag: false, teardownSeconds: 6 },
    source: 'measured: vLLM 0.21.0 on a CPU, 2026-11-23',
  },
  {
    since: '0.22',
    value: { mode: 'flag', portClosesAtOnce: true, hangsWithoutFlag: true, teardownSeconds: 6 },
    source: 'measured: vLLM 0.24.0 on a CPU, 2026-11-23',
  },
  {
    since: '0.28',
    value: { mode: 'flag', portClosesAtOnce: false, hangsWithoutFlag: true, teardownSeconds: 10 },
    source: 'measured: vLLM 0.28.0, 0.30.0 and 0.32.0 on a CPU, 2026-11-23',
  },
];

/** Drain behaviour of a version; that of the oldest measured one where none is known. */
export function drainBehaviour(version: string): DrainBehaviour {
  return valueAt(drainRows, version) ?? drainRows[0].value;
}

/**
 * Of a server that drains, beside what its workers are given: 9 s with the 5 s of
 * `VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS`'s default, and 5 s with 1; measured: vLLM 0.32.0 on a CPU,
 * 2026-11-23.
 */
const besideWorkersSeconds = 4;

/** From the last token to the end of the process, with what the variable gives the workers. */
export function teardownSeconds(version: string, workersSeconds: number | undefined): number {
  const usual = drainBehaviour(version).teardownSeconds;
  const counts = hasVariable('VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS', version);
  return workersSeconds === undefined || !counts
    ? usual
    : Math.min(usual, besideWorkersSeconds + workersSeconds);
}
