/** A Kubernetes object as it goes over the wire. */
export interface WireObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: WireMetadata;
  readonly [section: string]: unknown;
}

export interface WireMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A part of an object, in the words of the Kubernetes API. */
export type WireFields = Readonly<Record<string, unknown>>;

export interface WirePodTemplate {
  readonly metadata: Pick<WireMetadata, 'labels' | 'annotations'>;
  readonly spec: WireFields;
}
