import type { PlanRequest } from './request';

/** A value that nobody stated, and why it is a fair one. */
export interface Assumption {
  readonly value: number;
  readonly source: string;
}

/** What a request leaves open. Each row is shown as assumed in the plan's evidence. */
export const assumptions = {
  inputTokens: { value: 500, source: 'a chat turn; state the mean prompt of your traffic' },
  outputTokens: { value: 300, source: 'a chat answer; state the mean of your traffic' },
  inputVariation: {
    value: 0.96,
    source: 'Azure 2023 conversation and code traces both have 0.96; state inputTokensP95',
  },
  outputTailRatio: {
    value: 5,
    source: 'p99 over mean is 2.9 to 9 in Azure 2023 and Mooncake traces; state outputTokensP99',
  },
  meanOverPeak: {
    value: 0.4,
    source: 'peak over mean is 1.7 to 3.2 in Azure 2024 and ServeGen traces; state the mean',
  },
  troughOverMean: {
    value: 0.5,
    source: 'the quietest hour has 0.23 to 0.70 of the mean in Azure 2024 traces',
  },
  rampOverMeanPerMinute: {
    value: 0.05,
    source: 'p99 growth in ten minutes is 1.1 to 1.9 times in Azure 2024 and ServeGen traces',
  },
  timeToFirstTokenP95Ms: { value: 500, source: 'interactive chat; state your objective' },
  timePerOutputTokenP95Ms: { value: 50, source: 'faster than people read; state your objective' },
  spareReplicas: { value: 1, source: 'one replica may be lost without missing an objective' },
  scrapeIntervalSeconds: { value: 15, source: 'an HPA sync period; slower scrapes repeat samples' },
  endpointPropagationSeconds: {
    value: 15,
    source: 'in-cluster proxies stop within 10 to 20 s; cloud load balancers need 30 to 60 s',
  },
  scaleUpWindowSeconds: {
    value: 60,
    source:
      'four readings of the HPA: one noisy scrape would buy a replica that leaves as it warms',
  },
  hpaSyncSeconds: { value: 15, source: 'default sync period of kube-controller-manager' },
  kubernetesVersion: '1.34',
} as const;

/** Version of the cluster, stated or assumed. */
export function kubernetesVersionOf({ platform }: PlanRequest): string {
  return platform?.kubernetesVersion ?? assumptions.kubernetesVersion;
}
