import type { ModelGeometry } from './geometry';
import models from './models.json';
import { readModelConfig } from './read-config';

/** Where a configuration was read, and when. */
export interface ModelSource {
  readonly source: string;
  readonly date: string;
}

interface Entry extends ModelSource {
  readonly id: string;
  /** Checkpoints of the same geometry and format. */
  readonly aliases?: readonly string[];
  /** Entry whose configuration this one amends, for the same model in another format. */
  readonly base?: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const entries: readonly Entry[] = models;

const byName = new Map(
  entries.flatMap((entry) =>
    [entry.id, ...(entry.aliases ?? [])].map((name) => [name.toLowerCase(), entry] as const),
  ),
);

const geometries = new Map<string, ModelGeometry>();

/** Ids and aliases that `modelById` knows, catalogue order. */
export function modelIds(): readonly string[] {
  return entries.flatMap(({ id, aliases }) => [id, ...(aliases ?? [])]);
}

/** Geometry of a catalogued model by its Hugging Face id, whatever the case. */
export function modelById(id: string): ModelGeometry | undefined {
  const entry = byName.get(id.toLowerCase());
  if (!entry) return undefined;
  const known = geometries.get(entry.id) ?? readModelConfig(entry.id, configOf(entry));
  geometries.set(entry.id, known);
  return known;
}

/** Source of a catalogued configuration. */
export function modelSource(id: string): ModelSource | undefined {
  const entry = byName.get(id.toLowerCase());
  return entry && { source: entry.source, date: entry.date };
}

function configOf({ base, config }: Entry): Readonly<Record<string, unknown>> {
  const original = base === undefined ? undefined : byName.get(base.toLowerCase());
  return original ? { ...configOf(original), ...config } : config;
}
