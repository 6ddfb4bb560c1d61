import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { program } from '../../build/cache';
import { answers } from '../answers';
import type { Cluster } from '../cluster';
import type { KubeObject } from '../objects';
import type { RigSettings } from '../settings';
import { accountOf, clusterRoleBinding } from './account';
import { scrapeJob } from './scrape-job';

const ROLE = 'prometheus';

/** A Prometheus that finds pods by the API and scrapes what plays their engines. */
export class Prometheus {
  /** `engines` is the address that answers for all pods. */
  static async start(rig: RigSettings, cluster: Cluster, engines: string): Promise<Prometheus> {
    const kubeconfig = await accountOf(rig, cluster, 'monitoring', ROLE);
    await cluster.apply([readPods, clusterRoleBinding(ROLE, 'monitoring', ROLE)] as KubeObject[]);
    const address = `127.0.0.1:${rig.port('prometheus')}`;
    const { host } = new URL(engines);
    const prometheus = new Prometheus(`http://${address}`, rig.folder, kubeconfig, host);
    rig.programs.start('prometheus', program('prometheus'), [
      `--config.file=${prometheus.writeConfig()}`,
      `--storage.tsdb.path=${join(rig.folder, 'prometheus')}`,
      `--web.listen-address=${address}`,
      '--web.enable-lifecycle',
      '--log.level=warn',
    ]);
    await rig.programs.ready('prometheus', 30, () => answers(`http://${address}/-/ready`));
    return prometheus;
  }

  private constructor(
    readonly address: string,
    private readonly folder: string,
    private readonly kubeconfig: string,
    private readonly engines: string,
  ) {}

  private get jobs(): string {
    return join(this.folder, 'scrape-jobs');
  }

  private writeConfig(): string {
    mkdirSync(this.jobs);
    const file = join(this.folder, 'prometheus.yaml');
    const config = {
      global: { scrape_interval: '15s', scrape_timeout: '10s' },
      scrape_config_files: [join(this.jobs, '*.yaml')],
      scrape_configs: [
        {
          job_name: 'kube-state-metrics',
          honor_labels: true,
          metrics_path: '/kube-state-metrics/metrics',
          static_configs: [{ targets: [this.engines] }],
        },
      ],
    };
    writeFileSync(file, stringify(config));
    return file;
  }

  /** Scrapes what the PodMonitors select from now on, as the operator would make it of them. */
  async scrape(podMonitors: readonly KubeObject[]): Promise<void> {
    for (const monitor of podMonitors) {
      const job = scrapeJob(monitor, this.kubeconfig, this.engines);
      const file = join(this.jobs, `${job.job_name.replaceAll('/', '-')}.yaml`);
      // Another scenario may have it read the folder just now: it must find whole files only.
      writeFileSync(`${file}.part`, stringify({ scrape_configs: [job] }));
      renameSync(`${file}.part`, file);
    }
    const response = await fetch(`${this.address}/-/reload`, { method: 'POST' });
    if (!response.ok) throw new Error(`Prometheus: ${await response.text()}`);
  }
}

const readPods = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: ROLE },
  rules: [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }],
};
