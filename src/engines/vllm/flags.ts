import { covers } from '../by-version';

/** A `vllm serve` flag whose existence depends on the version. */
export interface FlagRow {
  readonly flag: string;
  readonly since: string;
  /** First version without it. */
  readonly until?: string;
  /** First version in which it does what it says, where that is later than `since`. */
  readonly worksSince?: string;
  readonly source: string;
}

const measured = 'measured: vLLM 0.11.2 to 0.32.0 on a CPU, 2026-11-23';
const documented = 'vLLM documentation';

export const flagRows: readonly FlagRow[] = [
  // In 0.18.1 the flag logs a drain and cuts every stream within 0.1 s.
  { flag: '--shutdown-timeout', since: '0.18', worksSince: '0.21', source: measured },
  { flag: '--max-num-queued-reqs', since: '0.30', source: measured },
  { flag: '--max-num-queued-tokens', since: '0.30', source: measured },
  { flag: '--nnodes', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--node-rank', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--master-addr', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--master-port', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--headless', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--distributed-timeout-seconds', since: '0.18', source: 'vllm-project/vllm#36047' },
  { flag: '--kv-cache-memory-bytes', since: '0.10.2', source: 'vllm-project/vllm#21489' },
  { flag: '--kv-offloading-size', since: '0.11.1', source: measured },
  { flag: '--data-parallel-size', since: '0.9', source: documented },
  { flag: '--data-parallel-size-local', since: '0.9', source: documented },
  { flag: '--data-parallel-address', since: '0.9', source: documented },
  { flag: '--data-parallel-rpc-port', since: '0.9', source: documented },
  { flag: '--data-parallel-start-rank', since: '0.9', source: documented },
  { flag: '--data-parallel-hybrid-lb', since: '0.10', source: documented },
  { flag: '--data-parallel-external-lb', since: '0.10', source: documented },
  { flag: '--enable-expert-parallel', since: '0.9', source: documented },
  { flag: '--decode-context-parallel-size', since: '0.10.2', source: documented },
  { flag: '--speculative-config', since: '0.9', source: documented },
  { flag: '--performance-mode', since: '0.17', source: 'vllm-project/vllm#34936' },
  { flag: '--enable-mfu-metrics', since: '0.17', source: documented },
  { flag: '--kv-cache-metrics', since: '0.12', source: documented },
  { flag: '--swap-space', since: '0.6', until: '0.18', source: measured },
  { flag: '--max-num-partial-prefills', since: '0.8', until: '0.28', source: measured },
];

/** The row of a flag, for flags whose existence depends on the version. */
export function flagRow(flag: string): FlagRow | undefined {
  return flagRows.find((row) => row.flag === flag);
}

/** Whether `vllm serve` of this version accepts the flag; flags without a row count as accepted. */
export function hasFlag(flag: string, version: string): boolean {
  const row = flagRow(flag);
  return row === undefined || covers(row, version);
}

/** Whether the flag exists and does what it says. */
export function flagWorks(flag: string, version: string): boolean {
  const { worksSince } = flagRow(flag) ?? {};
  return (
    hasFlag(flag, version) && (worksSince === undefined || covers({ since: worksSince }, version))
  );
}
