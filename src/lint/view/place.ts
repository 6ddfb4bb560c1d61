/** What a YAML or JSON document holds. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Keys and positions from the root of an object. */
export type Path = readonly (string | number)[];

/** One Kubernetes object, and where it stands. */
export interface ManifestObject {
  /** As given on the command line; `-` for standard input. */
  readonly file: string;
  /** Which document of the file, from 0. */
  readonly document: number;
  /** Where a `List` holds the object; empty for an object that is a document. */
  readonly within: Path;
  readonly apiVersion: string;
  readonly kind: string;
  /** `generateName` where there is no name; empty for neither. */
  readonly name: string;
  /** `default` where none is given. */
  readonly namespace: string;
  readonly content: JsonObject;
}

/** What a finding points at. */
export interface Place {
  readonly object: ManifestObject;
  readonly path: Path;
}

/** A value and where it was written, or where it would be. */
export interface Sited<T> extends Place {
  readonly value: T;
  /** Not written: the value is what Kubernetes or the engine assumes. */
  readonly isDefault?: boolean;
}
