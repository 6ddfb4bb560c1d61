import type { Json, JsonObject, ManifestObject, Path } from '../view/place';
import { asList, asMap, text } from './json';

/** What a document holds: objects, and values that are none. */
export interface Held {
  readonly objects: readonly ManifestObject[];
  readonly strays: readonly { readonly within: Path; readonly content: Json }[];
}

interface Source {
  readonly file: string;
  readonly document: number;
}

/** The objects of a document: itself, the items of a `List`, or those of a plain list. */
export function objectsOf(content: Json, source: Source, within: Path = []): Held {
  if (content === null) return { objects: [], strays: [] };
  const held = heldBy(content);
  if (held) {
    const parts = held.items.map((item, index) =>
      objectsOf(item, source, [...within, ...held.at, index]),
    );
    return {
      objects: parts.flatMap(({ objects }) => objects),
      strays: parts.flatMap(({ strays }) => strays),
    };
  }
  const map = asMap(content);
  const object = map && objectOf(map, source, within);
  return object
    ? { objects: [object], strays: [] }
    : { objects: [], strays: [{ within, content }] };
}

function heldBy(content: Json): { items: readonly Json[]; at: Path } | undefined {
  if (Array.isArray(content)) return { items: content, at: [] };
  const map = asMap(content);
  const isList = (text(map, 'kind') ?? '').endsWith('List') && Array.isArray(map?.items);
  return isList ? { items: asList(map?.items), at: ['items'] } : undefined;
}

/** The one file that may leave out what it is: kustomize knows it by its name. */
const KUSTOMIZATION = /(^|[\\/])(kustomization\.ya?ml|Kustomization)$/;

function objectOf(content: JsonObject, source: Source, within: Path): ManifestObject | undefined {
  const isKnown = KUSTOMIZATION.test(source.file) && within.length === 0;
  const kind = text(content, 'kind') ?? (isKnown ? 'Kustomization' : undefined);
  const known = isKnown ? 'kustomize.config.k8s.io/v1beta1' : undefined;
  const apiVersion = text(content, 'apiVersion') ?? known;
  if (!kind || !apiVersion) return undefined;
  return {
    ...source,
    within,
    apiVersion,
    kind,
    name: text(content, 'metadata', 'name') ?? text(content, 'metadata', 'generateName') ?? '',
    namespace: text(content, 'metadata', 'namespace') || 'default',
    content,
  };
}

/** The API group: `apps` of `apps/v1`, empty for the core. */
export function groupOf({ apiVersion }: Pick<ManifestObject, 'apiVersion'>): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
