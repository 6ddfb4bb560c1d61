import { nearest } from '../violations';
import { covers, type VersionedRow } from './by-version';
import type { ForeignMetric } from './foreign-metric';
import { sglangMetrics, sglangRenamed } from './sglang/metrics';
import { tensorRtLlmMetrics } from './tensorrt-llm/metrics';
import { tgiMetrics } from './tgi/metrics';
import { type EngineMetric, engineMetrics, signalOf } from './vllm/metrics';
import { conditionalPrefixes, otherMetrics } from './vllm/other-metrics';

/** What is known of a metric's name. */
export type KnownName =
  /** Some version exposes it; `since` and `until` say which, where they are known. */
  | {
      readonly kind: 'metric';
      readonly metric: ForeignMetric;
      readonly since?: string;
      readonly until?: string;
      /** Where the name has an underscore for the colon, as adapters and some pipelines write it. */
      readonly spelled?: string;
    }
  /** It looks like an engine's and is none; the nearest names that are. */
  | { readonly kind: 'unheard-of'; readonly nearest: readonly string[] }
  /** Of somebody else: nothing is known. */
  | { readonly kind: 'foreign' };

const vllmRows: readonly VersionedRow<EngineMetric>[] = [
  ...Object.values(engineMetrics).flat(),
  ...otherMetrics,
];

const foreignRows = [...sglangMetrics, ...tensorRtLlmMetrics, ...tgiMetrics];
const PREFIXES = ['vllm:', 'sglang:', 'trtllm_', 'tgi_'];

/** Series of a histogram and creation times lead to their family. */
function familyOf(name: string): string[] {
  return [
    name,
    name.replace(/_(bucket|sum|count|created)$/, ''),
    name.replace(/_created$/, '_total'),
  ];
}

/** A scraped name in the registries of all engines. */
export function knownName(name: string): KnownName {
  const found = known.get(name) ?? lookUp(name);
  known.set(name, found);
  return found;
}

const known = new Map<string, KnownName>();

function lookUp(name: string): KnownName {
  const families = familyOf(name);
  const row = vllmRows.find(({ value }) => families.includes(value.name));
  if (row) {
    const metric = { ...row.value, signal: signalOf(row.value.name) };
    return { kind: 'metric', metric, since: row.since, until: row.until };
  }
  const metric = foreignRows.find((one) => families.includes(one.name));
  if (metric) return { kind: 'metric', metric };
  if (conditionalPrefixes.some((prefix) => name.startsWith(prefix))) return { kind: 'foreign' };
  const spelled = name.replace(/^(vllm|sglang)_/, '$1:');
  const properly = spelled === name ? undefined : lookUp(spelled);
  if (properly?.kind === 'metric') return { ...properly, spelled };
  // Two colons or more are the form of a recording rule, whose names are anybody's.
  const isRecorded = name.split(':').length > 2;
  const isOurs = !isRecorded && PREFIXES.some((prefix) => name.startsWith(prefix));
  return isOurs ? { kind: 'unheard-of', nearest: nearestTo(name) } : { kind: 'foreign' };
}

/** Of the same engine, and not retired. */
function nearestTo(name: string): string[] {
  const renamed = sglangRenamed[name];
  if (renamed) return [renamed];
  const current = vllmRows.filter(({ until }) => until === undefined);
  const all = [...current.map(({ value }) => value.name), ...foreignRows.map((one) => one.name)];
  const prefix = PREFIXES.find((each) => name.startsWith(each)) ?? '';
  return nearest(
    name,
    all.filter((one) => one.startsWith(prefix)),
  );
}

/** The name that carries the same signal in a version of vLLM. */
export function currentName(name: string, version: string): string | undefined {
  const signal = signalOf(familyOf(name).find((one) => signalOf(one)) ?? name);
  if (!signal) return undefined;
  const rows: readonly VersionedRow<EngineMetric>[] = engineMetrics[signal];
  return rows.filter((row) => covers(row, version)).at(-1)?.value.name;
}
