import { readdirSync, readFileSync } from 'node:fs';
import schema from '../schema/plan-request.schema.json';
import { readPlatformFile } from '../src/capacity/platform-file';
import { planFor } from '../src/plan/plan-for';
import {
  type Block,
  blocks,
  consoleBlocks,
  documents,
  parts,
  printed,
  textOf,
  workedNumber,
  workedPlan,
} from '../tools/docs';

const named = (found: Block[]) =>
  found.map((block) => [`${block.document}:${block.line}`, block] as const);

const all = documents();

/** Where `part` starts in `lines`, with the same indentation relative to its first line. */
function occurs(part: readonly string[], lines: readonly string[]): boolean {
  const indent = (line: string): number => line.length - line.trimStart().length;
  const body = part.filter((line) => line.trim() !== '');
  const own = Math.min(...body.map(indent));
  const wanted = body.map((line) => line.slice(own)).join('\n');
  return lines.some((_, i) => {
    const window = lines.slice(i, i + body.length);
    const theirs = Math.min(...window.map(indent));
    return window.map((line) => line.slice(theirs)).join('\n') === wanted;
  });
}

describe('the documents', () => {
  test.each(named(all.flatMap(consoleBlocks)))('%s is what the command prints', (_, block) => {
    const output = printed(block);
    const shown = block.lines.slice(1);
    if (!shown.includes('…')) return expect(shown).toEqual(output);
    let from = 0;
    for (const part of parts(shown, '…')) {
      const at = output.indexOf(part[0], from);
      expect(output.slice(at, at + part.length)).toEqual(part);
      from = at + part.length;
    }
  });

  const excerpts = all.flatMap(blocks).filter(({ lines }) => /^# \S+\.yaml$/.test(lines[0] ?? ''));

  test.each(named(excerpts))('%s is an excerpt of the file it names', (_, { lines }) => {
    const [source, ...shown] = lines;
    const text = textOf(source.slice(2)).split('\n');
    for (const part of parts(shown, '# …')) {
      expect({ part, occurs: occurs(part, text) }).toEqual({ part, occurs: true });
    }
  });

  test('show a platform file that is one', () => {
    expect(() => readPlatformFile('docs/requests/platform.yaml')).not.toThrow();
  });

  const tables = all
    .filter((document) => document.startsWith('examples/'))
    .flatMap(blocks)
    .filter(({ lines }) => lines[0]?.startsWith('| '));

  test.each(named(tables))('%s is lines of a report of its example', (_, { document, lines }) => {
    const folder = document.replace('README.md', 'expected');
    const reports = readdirSync(folder).filter((file) => file.endsWith('.md'));
    const told = reports.flatMap((file) => textOf(`${folder}/${file}`).split('\n'));
    expect(lines.filter((line) => !told.includes(line))).toEqual([]);
  });

  test('link to files that exist', () => {
    const broken = all.flatMap((document) =>
      [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target]) => new URL(target, `file:///${document}`).pathname.slice(1))
        .filter((path) => {
          try {
            return textOf(path) === '';
          } catch (error) {
            return (error as NodeJS.ErrnoException).code !== 'EISDIR';
          }
        })
        .map((path) => `${document}: ${path}`),
    );
    expect(broken).toEqual([]);
  });
});

interface Part {
  readonly $ref?: string;
  readonly anyOf?: readonly Part[];
  readonly items?: Part;
  readonly properties?: Readonly<Record<string, Part>>;
}

const definitions = schema.definitions as Readonly<Record<string, Part>>;

/** Every path of the request that holds a value. */
function leaves(part: Part, path = ''): string[] {
  if (part.$ref) return leaves(definitions[part.$ref.split('/').pop() as string], path);
  const described = part.anyOf?.find(({ $ref }) => $ref);
  const own = described ? [path] : [];
  const inside = described ?? part.items ?? part;
  if (inside !== part) {
    const below = leaves(inside, path);
    return [...new Set([...own, ...below])];
  }
  if (!part.properties) return [path];
  return Object.entries(part.properties)
    .filter(([key]) => key !== '$schema')
    .flatMap(([key, value]) => leaves(value, `${path}/${key}`));
}

/** `/a/{b,c}` is `/a/b` and `/a/c`. */
function expanded(path: string): string[] {
  const braces = /^(.*)\{([^}]*)\}(.*)$/.exec(path);
  if (!braces) return [path];
  const [, before, inside, after] = braces;
  return inside.split(',').flatMap((one) => expanded(`${before}${one.trim()}${after}`));
}

describe('docs/plan.md', () => {
  const [request, answer] = textOf('docs/plan.md').split('## The answer');
  const documented = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith('| `/'))
      .flatMap((line) => [...line.split('|')[1].matchAll(/`(\/[^`]*)`/g)])
      .flatMap(([, path]) => expanded(path));

  test('has every field of the request, and no other', () => {
    expect(documented(request).sort()).toEqual(leaves(schema as Part).sort());
  });

  test('has every section of the answer, and no other', () => {
    const plan = planFor({
      model: 'meta-llama/Llama-3.1-8B',
      accelerator: 'H100-SXM',
      traffic: { peakRequestsPerSecond: 10 },
    });
    const sections = Object.keys(plan).map((key) => `/${key}`);
    const found = documented(answer).map((path) => path.split('/').slice(0, 2).join('/'));
    expect([...new Set(found)].sort()).toEqual(sections.sort());
  });
});

describe('the worked numbers', () => {
  const plan = workedPlan();
  const numbers = ['docs/capacity.md', 'docs/drain.md'].flatMap((document) =>
    textOf(document)
      .split('\n')
      .flatMap((line) => workedNumber(line, plan) ?? []),
  );

  test.each(numbers.map((number) => [number.path, number] as const))(
    'have %s as the plan has it',
    (_, { shown, actual }) => {
      expect(shown).toBe(actual);
    },
  );

  test('are there', () => {
    expect(numbers.length).toBeGreaterThan(15);
  });
});

describe('examples/chat-70b/plan.yaml', () => {
  test('gives the plan of main.ts', () => {
    const rendered = textOf('examples/chat-70b/expected/chat-70b.k8s.yaml');
    const [, request] = /cdk8s-llm\.dev\/plan: '(.*)'/.exec(rendered) as RegExpExecArray;
    const { inputsHash } = workedPlan();
    expect({ ...planFor(JSON.parse(request)), inputsHash }).toEqual(workedPlan());
  });
});

describe('the warnings of docs/errors.md', () => {
  test('are those that a plan can carry', () => {
    const sources = ['plan', 'kube', 'capacity'].flatMap((floor) =>
      readdirSync(`src/${floor}`, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(`src/${floor}/${name}`, 'utf8')),
    );
    const used = sources.flatMap((source) =>
      [...source.matchAll(/(?:warn\(\s*|code: )'([a-z0-9-]+)'/g)].map(([, code]) => code),
    );
    const told = [...textOf('docs/errors.md').matchAll(/^\| (`.*`) \|/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code),
    );
    expect(told.sort()).toEqual([...new Set(used)].sort());
  });
});
