/** As much of a Kubernetes object as the scenarios read. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  // biome-ignore lint/suspicious/noExplicitAny: every kind has its own
  readonly spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: every kind has its own
  readonly status?: any;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
}

export interface KubeList<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

const PLURALS: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  PriorityClass: 'priorityclasses',
};

/** The path of a kind in a namespace, or of one object of it. */
export function pathOf({ apiVersion, kind, metadata }: KubeObject): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const space = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
  return `${root}${space}/${plural}/${metadata.name}`;
}

export const conditionOf = ({ status }: KubeObject, type: string): string | undefined =>
  status?.conditions?.find((condition: { type: string }) => condition.type === type)?.status;
