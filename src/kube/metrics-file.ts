import type { Violation } from '../violations';
import { loginViolations } from './metrics-login';
import type { MetricsAuthSpec } from './platform';

/** `metrics` of `schema/platform.schema.json` as a type. */
export interface MetricsFile extends Omit<MetricsAuthSpec, 'kind' | 'identity'> {
  readonly kind: 'prometheus' | 'amazon' | 'google' | 'azure';
  readonly serverAddress?: string;
  readonly region?: string;
  readonly projectId?: string;
  readonly clientId?: string;
  readonly tenant?: string;
  readonly matchers?: Record<string, string>;
  readonly kubeStateMetrics?: boolean;
}

const LOGIN = ['username', 'password', 'token', 'certificate', 'privateKey', 'ca'] as const;

/** What each kind needs, and what only some kinds know. */
const NEEDED = {
  prometheus: ['serverAddress'],
  amazon: ['serverAddress', 'region'],
  google: ['projectId'],
  azure: ['serverAddress', 'clientId'],
} as const;
const KNOWN: readonly (keyof MetricsFile)[] = [
  'serverAddress',
  'region',
  'projectId',
  'clientId',
  'tenant',
  ...LOGIN,
];

/** Keys that a kind misses, or that it would ignore. */
export function metricsViolations(metrics: MetricsFile | undefined): Violation[] {
  const needed: readonly string[] | undefined = metrics && NEEDED[metrics.kind];
  if (!metrics || !needed) return [];
  const taken = metrics.kind === 'prometheus' ? [...needed, 'tenant', ...LOGIN] : needed;
  const missing = needed
    .filter((key) => metrics[key as keyof MetricsFile] === undefined)
    .map((path) => violation(path, undefined, 'given', `metrics of kind ${metrics.kind} need it`));
  const ignored = KNOWN.filter((key) => metrics[key] !== undefined && !taken.includes(key)).map(
    (path) =>
      violation(path, metrics[path], `left out with kind ${metrics.kind}`, 'it would be ignored'),
  );
  const login = metrics.kind === 'prometheus' ? loginViolations(metrics) : [];
  return [
    ...missing,
    ...ignored,
    ...login.map((one) => ({ ...one, path: `/metrics/${one.path}` })),
  ];
}

function violation(key: string, value: unknown, allowed: string, fix: string): Violation {
  return { path: `/metrics/${key}`, value, allowed, fix };
}
