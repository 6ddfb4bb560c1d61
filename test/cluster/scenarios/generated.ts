import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { LlmInferenceService } from '../../../src';
import { InvalidInput } from '../../../src/violations';
import { platforms, services } from '../../constructs/generated';
import type { Cluster } from '../rig/cluster';
import type { KubeObject } from '../rig/objects';
import { Example } from '../world/example';
import { paused } from '../world/sandbox';
import { Findings, type PlainScenario } from './scenario';

/** For a long run, CDK8S_LLM_CLUSTER_SERVICES is some thousands. */
const COUNT = Number(process.env.CDK8S_LLM_CLUSTER_SERVICES ?? 200);
const SEED = 1;
/** About half of what is drawn is refused. */
const DRAWS = 4 * COUNT;
const KUBECTLS = 3;
/** Served by the clusters of Azure and of Google, and by no others. */
const ELSEWHERE = ['azmonitoring.coreos.com/v1', 'monitoring.googleapis.com/v1'];

/** Services that nobody wrote: any site, engine, model and option. */
export const generated: PlainScenario = {
  name: 'generated',
  expected: `every object of ${COUNT} generated services: strict validation, twice, then an empty diff; scalers on backends of clouds are paused`,
  run: async (sandbox) => {
    const { cluster } = sandbox;
    const findings = new Findings();
    const all = sandbox.place(new Example('generated', renderedServices()));
    const served = new Example(all.name, all.objects.filter(isServed).map(quiet));
    try {
      await sandbox.open(all.namespaces);
      const diffs = await Promise.all(shares(served.objects).map((share) => twice(cluster, share)));
      const diff = diffs.join('');
      findings.check(diff === '', `${served.objects.length} objects${diff.slice(0, 400)}`);
    } finally {
      // A namespace asks only every few seconds whether KEDA has let go of the last.
      await cluster.delete(served.of('ScaledObject'));
      await sandbox.close(all.namespaces);
    }
    const left = all.objects.length - served.objects.length;
    findings.note(`${left} more are of ${ELSEWHERE.join(' and ')}, which no cluster here serves`);
    return findings.text;
  },
};

const isServed = ({ apiVersion }: KubeObject): boolean => !ELSEWHERE.includes(apiVersion);

/** KEDA would look for the credentials of a cloud outside of this machine. */
function quiet(object: KubeObject): KubeObject {
  return JSON.stringify(object).includes('"https://') ? paused(object) : object;
}

/** The same ones in every run, side by side in one namespace. */
function renderedServices(): KubeObject[] {
  const rendered: KubeObject[][] = [];
  for (const [platform, props] of draws()) {
    const app = new App();
    platform.provide(app);
    const chart = new Chart(app, 'chart', { namespace: 'generated' });
    try {
      new LlmInferenceService(chart, `service-${rendered.length}`, props);
    } catch (error) {
      if (error instanceof InvalidInput) continue;
      throw error;
    }
    rendered.push(chart.toJson());
    if (rendered.length === COUNT) return rendered.flat();
  }
  throw new Error(`of ${DRAWS} draws only ${rendered.length} are rendered`);
}

const draws = () => fc.sample(fc.tuple(platforms, services), { seed: SEED, numRuns: DRAWS });

/** What each of some kubectls does at the same time. */
const shares = (objects: readonly KubeObject[]): KubeObject[][] =>
  Array.from({ length: KUBECTLS }, (_, place) =>
    objects.filter((_object, each) => each % KUBECTLS === place),
  );

async function twice(cluster: Cluster, objects: readonly KubeObject[]): Promise<string> {
  await cluster.apply(objects);
  await cluster.apply(objects);
  return cluster.diff(objects);
}
