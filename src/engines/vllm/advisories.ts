import { covers } from '../by-version';

/** A published weakness of the engine. */
export interface AdvisoryRow {
  readonly id: string;
  /** First affected version. */
  readonly since: string;
  /** First version that is not affected. */
  readonly fixedIn: string;
  readonly summary: string;
  /** Whose code it runs: of anyone who sends a request or reaches a port, or of the model's author. */
  readonly runsCodeOf?: 'request' | 'peer' | 'model';
  readonly source: string;
}

/** Summary of what is known by its id only. */
export const UNPUBLISHED = 'no summary published yet';

const osv = 'OSV ranges, 2026-11';
const audit = 'pip-audit record, 2026-11';

export const advisoryRows: readonly AdvisoryRow[] = [
  row(
    'CVE-2025-29783',
    '0.6.5',
    '0.8',
    'code execution through the Mooncake transport',
    osv,
    'peer',
  ),
  row(
    'CVE-2025-32444',
    '0.6.5',
    '0.8.5',
    'code execution through the Mooncake transport',
    osv,
    'peer',
  ),
  row('CVE-2025-47277', '0.6.5', '0.8.5', 'code execution through PyNcclPipe', osv, 'peer'),
  row('CVE-2025-30202', '0.5.2', '0.8.5', 'ZMQ socket open on all interfaces', osv),
  row(
    'CVE-2025-30165',
    '0.5.2',
    '0.10',
    'code execution between nodes of the V0 engine',
    osv,
    'peer',
  ),
  row('CVE-2025-6242', '0.1', '0.11', 'server-side request forgery by media URLs', osv),
  row('CVE-2025-59425', '0.1', '0.11', 'API key readable by timing', osv),
  row('CVE-2025-62164', '0.10.2', '0.11.1', 'memory corruption by prompt embeddings', osv),
  row('CVE-2025-66448', '0.1', '0.11.1', 'model code runs without trust-remote-code', osv, 'model'),
  row('CVE-2026-56340', '0.10.2', '0.13', 'memory corruption by prompt embeddings', osv),
  row(
    'CVE-2026-22807',
    '0.10.1',
    '0.14',
    'model code runs without trust-remote-code',
    osv,
    'model',
  ),
  row(
    'CVE-2026-22778',
    '0.8.3',
    '0.14.1',
    'code execution by a video in a request',
    osv,
    'request',
  ),
  row('CVE-2026-24779', '0.1', '0.14.1', 'server-side request forgery by media URLs', osv),
  row(
    'CVE-2026-27893',
    '0.10.1',
    '0.18',
    'model code runs without trust-remote-code',
    osv,
    'model',
  ),
  row('CVE-2026-41523', '0.1', '0.22', 'a check that vanishes under python -O', osv),
  row('CVE-2026-48746', '0.3', '0.22', 'requests pass without the API key', osv),
  row('CVE-2026-54234', '0.1', '0.24', 'denial of service', osv),
  row('CVE-2026-55514', '0.1', '0.24', 'denial of service by embeddings', osv),
  row('CVE-2026-55574', '0.1', '0.24', 'denial of service by a regular expression', osv),
  ...['CVE-2026-90553', 'CVE-2026-93592', 'CVE-2026-69147'].map((id) => unnamed(id, '0.28')),
  unnamed('CVE-2026-93840', '0.29'),
  ...['CVE-2026-93436', 'CVE-2026-93841', 'CVE-2026-93989'].map((id) => unnamed(id, '0.30')),
  ...['CVE-2026-94622', 'CVE-2026-94623', 'CVE-2026-94624'].map((id) => unnamed(id, '0.30')),
  ...['CVE-2026-94625', 'CVE-2026-94626'].map((id) => unnamed(id, '0.30')),
];

/** Every plan of a list asks about the same version. */
const known = new Map<string, readonly AdvisoryRow[]>();

/** Advisories that a version is open to. */
export function advisoriesAt(version: string): readonly AdvisoryRow[] {
  const found =
    known.get(version) ??
    advisoryRows.filter(({ since, fixedIn }) => covers({ since, until: fixedIn }, version));
  known.set(version, found);
  return found;
}

/** The next version that is open to none. */
export function firstWithoutAdvisory(version: string): string {
  const open = advisoriesAt(version);
  // The rows are in the order of their fixes.
  return open.length === 0 ? version : firstWithoutAdvisory(open[open.length - 1].fixedIn);
}

function row(
  id: string,
  since: string,
  fixedIn: string,
  summary: string,
  source: string,
  runsCodeOf?: AdvisoryRow['runsCodeOf'],
): AdvisoryRow {
  return { id, since, fixedIn, summary, ...(runsCodeOf && { runsCodeOf }), source };
}

function unnamed(id: string, fixedIn: string): AdvisoryRow {
  return row(id, '0.1', fixedIn, UNPUBLISHED, audit);
}
