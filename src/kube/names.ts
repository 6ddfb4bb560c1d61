import { createHash } from 'node:crypto';
import type { Violation } from '../violations';

/** What decides how long a service's name may be. */
export interface NameContext {
  readonly maxReplicas: number;
  /** Kueue adds its own prefixes to the names of groups. */
  readonly kueue?: boolean;
  /** A dataset of Fluid, whose loads are releases of Helm. */
  readonly dataset?: boolean;
}

const lwsLimit = 51;
const kueueLimit = 39;
// `keda-hpa-` + name is an object of at most 63 characters.
const scaledObjectLimit = 54;
// Helm's 53 without the hash of a load and the `-loader` that Fluid adds.
const datasetLimit = 53 - '-0123456789-loader'.length;

/** Characters a name may have: every object that carries it must be valid at full scale. */
export function nameLimit({ maxReplicas, kueue, dataset }: NameContext): number {
  const digitsBeyondFirst = String(Math.max(maxReplicas, 1)).length - 1;
  return Math.min(
    lwsLimit - digitsBeyondFirst,
    scaledObjectLimit,
    ...(kueue ? [kueueLimit] : []),
    ...(dataset ? [datasetLimit] : []),
  );
}

/**
 * A DNS-1035 name from any id: `Qwen2.5-72B-Instruct` is `qwen2-5-72b-instruct`. A hash of the id
 * is added where letters were lost, so that two ids in another script do not share a name.
 */
export function serviceName(id: string, context: NameContext): string {
  const limit = nameLimit(context);
  const folded = id.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const label = startWithLetter(dashed(folded));
  const complete = label !== '' && !/[^\p{ASCII}]/u.test(folded.replace(/[^\p{L}\p{N}]/gu, ''));
  if (complete && label.length <= limit) return label;
  const hash = shortHash(id, 6);
  const kept = label.slice(0, limit - hash.length - 1).replace(/-+$/, '');
  return `${kept || 'llm'}-${hash}`;
}

/** Why a name the user chose cannot be used as it is. */
export function nameViolations(path: string, name: string, context: NameContext): Violation[] {
  const limit = nameLimit(context);
  const fix = `use '${serviceName(name, context)}'`;
  const violations: Violation[] = [];
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    const allowed = 'a DNS-1035 label: a-z, 0-9 and -, a letter first, no - at the end';
    violations.push({ path, value: name, allowed, fix });
  }
  if (name.length > limit) {
    const allowed = `at most ${limit} characters at ${context.maxReplicas} replicas`;
    violations.push({ path, value: name, allowed, fix });
  }
  return violations;
}

/** Ten hex digits that change with the content of a JSON value and not with the order of keys. */
export function contentHash(value: unknown): string {
  return shortHash(JSON.stringify(sorted(value)) ?? 'undefined', 10);
}

function dashed(text: string): string {
  return text.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

function startWithLetter(label: string): string {
  return /^[0-9]/.test(label) ? `llm-${label}` : label;
}

function shortHash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
