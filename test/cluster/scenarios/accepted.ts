import type { Cluster } from '../rig/cluster';
import { Example, exampleNames } from '../world/example';
import { bare } from '../world/machines';
import { Findings, type PlainScenario } from './scenario';

/** Examples that may stand side by side: no object of one is an object of another. */
function waves(examples: readonly Example[]): Example[][] {
  const result: Example[][] = [];
  for (const example of examples) {
    const free = result.find((wave) => wave.every((other) => !shares(other, example)));
    if (free) free.push(example);
    else result.push([example]);
  }
  return result;
}

function shares(a: Example, b: Example): boolean {
  return a.namespaces.some((namespace) => b.namespaces.includes(namespace));
}

export const accepted: PlainScenario = {
  name: 'accepted',
  expected: 'every object of every example: strict validation, twice, then an empty diff',
  run: async (cluster) => {
    const findings = new Findings();
    for (const wave of waves(exampleNames().map(Example.of))) await trial(cluster, wave, findings);
    return findings.text;
  },
};

async function trial(
  cluster: Cluster,
  wave: readonly Example[],
  findings: Findings,
): Promise<void> {
  const spaces = wave.flatMap(({ namespaces }) => namespaces).filter((name) => name !== 'default');
  await cluster.apply(spaces.map(bare));
  await Promise.all(wave.map((example) => twice(cluster, example, findings)));
  await cluster.delete(wave.flatMap(({ objects }) => objects));
  await cluster.delete(spaces.map(bare));
  await Promise.all(spaces.map((space) => gone(cluster, space)));
}

async function twice(cluster: Cluster, example: Example, findings: Findings): Promise<void> {
  const { name, objects } = example;
  await cluster.apply(objects);
  await cluster.apply(objects);
  const diff = await cluster.diff(objects);
  findings.check(diff === '', `${name} ${objects.length}${diff && `: ${diff.slice(0, 400)}`}`);
}

function gone(cluster: Cluster, space: string): Promise<number> {
  return cluster.until(`the end of ${space}`, 120, async () => {
    return !(await cluster.exists(`/api/v1/namespaces/${space}`));
  });
}
