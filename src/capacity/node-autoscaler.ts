const AUTOSCALER_OF: Readonly<Record<string, string>> = {
  aws: 'karpenter',
  gcp: 'gke',
  azure: 'cluster-autoscaler',
};

/** Who buys nodes: as stated, else what the provider of the node usually runs. */
export function nodeAutoscalerOf(stated: string | undefined, provider: string): string {
  return stated ?? AUTOSCALER_OF[provider] ?? 'none';
}
