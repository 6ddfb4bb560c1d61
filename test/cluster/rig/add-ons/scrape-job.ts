import type { KubeObject } from '../objects';

interface Relabelling {
  readonly sourceLabels?: readonly string[];
  readonly targetLabel?: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly action?: string;
}

interface Endpoint {
  readonly port: string;
  readonly path: string;
  readonly interval: string;
  readonly relabelings?: readonly Relabelling[];
}

interface ScrapeJob {
  readonly job_name: string;
}

type Rule = Record<string, unknown>;

/**
 * The scrape job of a PodMonitor, as the Prometheus operator writes it; only that the address of
 * every pod leads to what plays it, at `/pods/<namespace>/<pod><path>`.
 */
export function scrapeJob(monitor: KubeObject, kubeconfig: string, engines: string): ScrapeJob {
  const { name, namespace } = monitor.metadata;
  const [endpoint]: Endpoint[] = monitor.spec.podMetricsEndpoints;
  const job = {
    job_name: `podMonitor/${namespace}/${name}/0`,
    scrape_interval: endpoint.interval,
    kubernetes_sd_configs: [
      { role: 'pod', kubeconfig_file: kubeconfig, namespaces: { names: [namespace] } },
    ],
    relabel_configs: [
      // `filterRunning`, which is the default.
      { ...from('pod_phase'), regex: '(Failed|Succeeded)', action: 'drop' },
      ...selected(monitor.spec.selector.matchLabels),
      { ...from('pod_container_port_name'), regex: endpoint.port, action: 'keep' },
      { ...from('namespace'), target_label: 'namespace' },
      { ...from('pod_name'), target_label: 'pod' },
      ...(endpoint.relabelings ?? []).map(ruleOf),
      {
        ...from('namespace', 'pod_name'),
        separator: '/',
        regex: '(.+)',
        replacement: `/pods/$1${endpoint.path}`,
        target_label: '__metrics_path__',
      },
      { replacement: engines, target_label: '__address__' },
    ],
  };
  return job;
}

const from = (...labels: string[]): Rule => ({
  source_labels: labels.map((label) => `__meta_kubernetes_${label}`),
});

function selected(labels: Readonly<Record<string, string>>): Rule[] {
  return Object.entries(labels).map(([label, value]) => ({
    ...from(`pod_label_${label.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`),
    regex: `(${value})`,
    action: 'keep',
  }));
}

/** Prometheus' own names of a rule's fields. */
function ruleOf(rule: Relabelling): Rule {
  const { sourceLabels, targetLabel, ...same } = rule;
  return {
    ...same,
    ...(sourceLabels && { source_labels: sourceLabels }),
    ...(targetLabel && { target_label: targetLabel }),
  };
}
