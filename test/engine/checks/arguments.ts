import { join } from 'node:path';
import { exampleNames, exampleObjects, type WireObject } from '../../example-objects';
import { must } from '../processes';
import type { Proof } from '../proof';

interface CommandLine {
  readonly name: string;
  readonly arguments: string[];
  readonly variables: string[];
}

/** The command lines in the examples' YAML, parsed by the engine's own parser. */
export async function checkArguments({ results, engine, service }: Proof): Promise<void> {
  const examples = exampleNames().map((name) => [name, exampleObjects(name)] as const);
  const rendered = [...examples, ['tiny', service.objects] as const];
  const lines = rendered.flatMap(([owner, objects]) => commandLines(owner, objects));
  const refused = ask(engine.bin, lines);
  refused.catch(() => {}); // each check tells of it
  for (const [index, { name, arguments: given }] of lines.entries()) {
    await results.check(
      `arguments of ${name}`,
      `vLLM ${engine.version} takes all ${given.length} and knows every variable`,
      async () => {
        const refusals = (await refused)[index];
        return { passed: refusals.length === 0, observed: refusals.join('; ') || 'taken' };
      },
    );
  }
}

async function ask(bin: string, lines: readonly CommandLine[]): Promise<string[][]> {
  const script = join(__dirname, '..', 'python', 'parse_arguments.py');
  const output = await must(join(bin, 'python'), [script], { input: JSON.stringify(lines) });
  const [, answer] = /^REFUSALS (.*)$/m.exec(output) ?? [];
  return JSON.parse(answer);
}

/** Every container that runs the server, also where another command starts it. */
function commandLines(owner: string, objects: readonly WireObject[]): CommandLine[] {
  return objects.flatMap((object) =>
    containersIn(object).flatMap(({ command = [], args = [], env = [] }) => {
      const words: string[] = [...command, ...args];
      const serve = words.findIndex((word, i) => word === 'vllm' && words[i + 1] === 'serve');
      if (serve < 0) return [];
      const names = env.map(({ name }: { name: string }) => name);
      return {
        name: `${owner}: ${object.kind} ${object.metadata.name}${words.includes('--headless') ? ', worker' : ''}`,
        arguments: words.slice(serve + 1).map(expanded),
        variables: names.filter((name: string) => name.startsWith('VLLM_')),
      };
    }),
  );
}

function containersIn(value: unknown): WireObject[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'image' in value && 'command' in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(containersIn)];
}

/** What Kubernetes does to the variables of a LeaderWorkerSet. */
function expanded(argument: string): string {
  return argument
    .replace('$(LWS_WORKER_INDEX)', '0')
    .replace('$(LWS_LEADER_ADDRESS)', 'leader.example');
}
