import { Example, exampleNames } from '../world/example';
import type { Sandbox } from '../world/sandbox';
import { Findings, type PlainScenario } from './scenario';

export const accepted: PlainScenario = {
  name: 'accepted',
  expected: 'every object of every example: strict validation, twice, then an empty diff',
  run: async (sandbox) => {
    const findings = new Findings();
    const examples = exampleNames().map((name) => sandbox.place(Example.of(name)));
    for (const wave of waves(examples)) await trial(sandbox, wave, findings);
    return findings.text;
  },
};

/** Examples that may stand side by side: they share no namespace. */
function waves(examples: readonly Example[]): Example[][] {
  const result: Example[][] = [];
  for (const example of examples) {
    const free = result.find((wave) => wave.every((other) => !shareNamespace(other, example)));
    if (free) free.push(example);
    else result.push([example]);
  }
  return result;
}

function shareNamespace(a: Example, b: Example): boolean {
  return a.namespaces.some((namespace) => b.namespaces.includes(namespace));
}

async function trial(
  sandbox: Sandbox,
  wave: readonly Example[],
  findings: Findings,
): Promise<void> {
  const spaces = wave.flatMap(({ namespaces }) => namespaces);
  try {
    await sandbox.open(spaces);
    await Promise.all(wave.map((example) => twice(sandbox, example, findings)));
  } finally {
    await sandbox.cluster.delete(wave.flatMap(({ objects }) => objects));
    await sandbox.close(spaces);
  }
}

async function twice({ cluster }: Sandbox, example: Example, findings: Findings): Promise<void> {
  const { name, objects } = example;
  await cluster.apply(objects);
  await cluster.apply(objects);
  const diff = await cluster.diff(objects);
  findings.check(diff === '', `${name} ${objects.length}${diff && `: ${diff.slice(0, 400)}`}`);
}
