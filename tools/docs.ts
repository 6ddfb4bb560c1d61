/**
 * What README.md and docs/ print. Run as `npx tsx tools/docs.ts`, this file rewrites the console
 * blocks and the worked numbers; test/docs.test.ts only compares.
 *
 * A console block is a command and what it prints: "$ cdk8s-llm plan FILE", on paths below the
 * root. A line "…" stands for lines left out. A yaml block whose first line is "# <path>" is an
 * excerpt of that file, a line "# …" in it a gap.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { main } from '../src/cli/main';
import { planFor } from '../src/plan/plan-for';

const ROOT = resolve(__dirname, '..');

export interface Block {
  readonly document: string;
  /** First line inside the fence, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly lines: readonly string[];
}

export function documents(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.md'),
  );
  const examples = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `examples/${name}/README.md`);
  return ['README.md', ...docs.sort().map((name) => `docs/${name}`), ...examples.sort()];
}

export const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

export function blocks(document: string): Block[] {
  const found: Block[] = [];
  let open: { line: number; language: string; lines: string[] } | undefined;
  for (const [i, line] of textOf(document).split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (!fence) open?.lines.push(line);
    else if (!open) open = { line: i + 2, language: fence[1].trim(), lines: [] };
    else {
      found.push({ document, ...open });
      open = undefined;
    }
  }
  return found;
}

export const consoleBlocks = (document: string) =>
  blocks(document).filter(({ lines }) =>
    /^\$ (npx )?(cdk8s-llm|npm run quickstart)\b/.test(lines[0] ?? ''),
  );

/** What a block's command prints, in process. */
export function printed({ lines }: Block): string[] {
  const words = lines[0].replace(/^\$ (npx )?/, '').split(' ');
  const args = words[0] === 'npm' ? ['plan', 'examples/chat-70b/plan.yaml'] : words.slice(1);
  const output: string[] = [];
  const write = (text: string): void => {
    output.push(text);
  };
  main(args, { out: write, err: write, stdin: () => '', version: '' });
  return output.join('').trimEnd().split('\n');
}

/** The runs of lines between gaps. */
export function parts(lines: readonly string[], gap: string): string[][] {
  const found: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === gap) found.push([]);
    else found[found.length - 1].push(line);
  }
  return found.filter((part) => part.length > 0);
}

/** The lines a block should have: its gaps stay, what is between them follows the command. */
function rewritten(block: Block): string[] {
  const [command, ...shown] = block.lines;
  const output = printed(block);
  if (!shown.includes('…')) return [command, ...output];
  const label = (line: string): string => line.trim().slice(0, 18).trim();
  const at = (line: string): number =>
    output.findIndex((other) => other.trim().startsWith(label(line)));
  const result: string[] = [];
  if (parts(shown, '…').length === 0) return [command, ...output];
  for (const part of parts(shown, '…')) {
    const [first, last] = [at(part[0]), at(part[part.length - 1])];
    if (first < 0 || last < first) throw new Error(`${block.document}:${block.line}: '${part[0]}'`);
    if (first > 0) result.push('…');
    result.push(...output.slice(first, last + 1));
  }
  if (shown[shown.length - 1] === '…') result.push('…');
  return [command, ...result];
}

/** The plan of the example that docs/capacity.md and docs/drain.md work through. */
export const workedPlan = () => planFor(parse(textOf('examples/chat-70b/plan.yaml')));

/** A row "| `/path` | value | …": the number at that path of the worked plan. */
const WORKED = /^(\| `(\/[^`{]+)` \| )([\d.]+)( \|.*)$/;

export interface WorkedNumber {
  readonly path: string;
  readonly shown: string;
  readonly actual: string;
}

/** What a line shows of the worked plan, and what the plan has, to as many decimals. */
export function workedNumber(line: string, plan = workedPlan()): WorkedNumber | undefined {
  const found = WORKED.exec(line);
  if (!found) return undefined;
  const [, , path, shown] = found;
  const keys = path.split('/').slice(1);
  const value = keys.reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], plan);
  return { path, shown, actual: Number(value).toFixed(shown.split('.')[1]?.length ?? 0) };
}

function rewrite(document: string): void {
  const plan = workedPlan();
  const lines = textOf(document)
    .split('\n')
    .map((line) => {
      const number = workedNumber(line, plan);
      return number ? line.replace(WORKED, `$1${number.actual}$4`) : line;
    });
  for (const block of consoleBlocks(document).reverse()) {
    lines.splice(block.line - 1, block.lines.length, ...rewritten(block));
  }
  writeFileSync(join(ROOT, document), lines.join('\n'));
}

if (require.main === module) {
  process.chdir(ROOT);
  for (const document of documents()) rewrite(document);
}
