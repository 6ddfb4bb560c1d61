/** The site as plain data: what the cluster is, who scrapes, who buys nodes. */
export interface PlatformSpec {
  /** `major.minor`. */
  readonly kubernetesVersion: string;
  readonly provider: ProviderName;
  readonly nodeAutoscaler: NodeAutoscalerName;
  readonly metrics: MetricsBackendSpec;
  /** Extra labels that the Prometheus operator's selectors ask of a monitor, e.g. `release`. */
  readonly monitorLabels: Readonly<Record<string, string>>;
  /** Kueue shortens names and owns admission. */
  readonly kueue: boolean;
  /** OpenShift refuses fixed uids and fsGroups: its SCC assigns them. */
  readonly openShift: boolean;
}

export type ProviderName = 'aws' | 'gcp' | 'azure' | 'bare-metal';
export type NodeAutoscalerName = 'karpenter' | 'cluster-autoscaler' | 'gke' | 'none';

/** A machine of nobody we know stands in a rack of yours. */
export function providerOf(nodeId: string): ProviderName {
  const [provider] = nodeId.split('/');
  return ['aws', 'gcp', 'azure'].includes(provider) ? (provider as ProviderName) : 'bare-metal';
}

export interface SecretRef {
  readonly secretName: string;
  readonly key: string;
}

/** Who scrapes and how KEDA logs in. */
export interface MetricsBackendSpec {
  readonly kind: 'prometheus' | 'amazon' | 'google' | 'azure';
  readonly serverAddress: string;
  readonly auth: MetricsAuthSpec;
  /** Sent as `X-Scope-OrgID` (Mimir, Cortex, Thanos receive). */
  readonly tenant?: string;
  /** AMP only. */
  readonly region?: string;
  /** Label matchers a backend shared by several clusters needs. */
  readonly matchers: Readonly<Record<string, string>>;
  readonly kubeStateMetrics: boolean;
}

export interface MetricsAuthSpec {
  readonly kind: 'none' | 'basic' | 'bearer' | 'tls' | 'aws' | 'gcp' | 'azure-workload';
  readonly username?: SecretRef;
  readonly password?: SecretRef;
  readonly token?: SecretRef;
  readonly certificate?: SecretRef;
  readonly privateKey?: SecretRef;
  /** Certificate authority of the server, with any of the kinds above. */
  readonly ca?: SecretRef;
  /** Role, service account or client id that KEDA assumes. */
  readonly identity?: string;
}
