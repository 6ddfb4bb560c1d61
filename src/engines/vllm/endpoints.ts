import { covers } from '../by-version';

/** What manifests call, in every version. */
export const servedPaths = {
  health: '/health',
  metrics: '/metrics',
  completions: '/v1/completions',
} as const;

export interface EndpointRow {
  readonly path: string;
  readonly since: string;
  /** From this version on only with `VLLM_SERVER_DEV_MODE=1`. */
  readonly devModeSince?: string;
  /** What a 200 says, or what the call does. */
  readonly meaning: string;
  readonly source: string;
}

const measured = 'measured: vLLM 0.32.0 on a CPU, 2026-11-23';

// There is no row for /shutdown: no version ever had it, the call answers 404.
export const endpointRows: readonly EndpointRow[] = [
  {
    path: '/health',
    since: '0.1',
    meaning:
      'the engine lives: also while it drains, is paused, or lost a worker; refused while it loads',
    source: measured,
  },
  { path: '/ping', since: '0.7', meaning: 'as /health', source: measured },
  { path: '/metrics', since: '0.1', meaning: 'Prometheus text', source: measured },
  { path: '/version', since: '0.1', meaning: 'the engine version', source: measured },
  { path: '/v1/models', since: '0.1', meaning: 'the served names', source: measured },
  {
    path: '/load',
    since: '0.8',
    meaning: 'open requests of this API server, 0 without --enable-server-load-tracking',
    source: measured,
  },
  {
    path: '/pause',
    since: '0.12',
    devModeSince: '0.16',
    meaning: 'aborts what runs and queues what comes: not a drain',
    source: measured,
  },
  {
    path: '/resume',
    since: '0.12',
    devModeSince: '0.16',
    meaning: 'undoes /pause',
    source: measured,
  },
  {
    path: '/sleep',
    since: '0.8',
    devModeSince: '0.8',
    meaning: 'frees GPU memory',
    source: measured,
  },
  {
    path: '/wake_up',
    since: '0.8',
    devModeSince: '0.8',
    meaning: 'undoes /sleep',
    source: measured,
  },
];

/** Health paths of other servers that manifests are copied from; vLLM answers 404. */
export const foreignHealthPaths: readonly string[] = [
  '/',
  '/healthz',
  '/livez',
  '/readyz',
  '/ready',
  '/v1/health/ready',
  '/v2/health/ready',
];

/** Whether a production server of this version answers the path with anything but 404. */
export function hasEndpoint(path: string, version: string): boolean {
  const row = endpointRows.find((candidate) => candidate.path === path);
  if (!row) return false;
  const hidden = row.devModeSince && covers({ since: row.devModeSince }, version);
  return covers(row, version) && !hidden;
}
