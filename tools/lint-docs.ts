/**
 * The pages of docs/lint/: one for each rule, from the rule itself and its two fixtures, and the
 * table in README.md. Run as `npx tsx tools/lint-docs.ts`, this file rewrites them;
 * test/lint/rules.test.ts only compares.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Severity } from '../src/lint/finding';
import { judged, type Verdict } from '../src/lint/lint';
import { readFiles } from '../src/lint/read/read';
import type { Rule } from '../src/lint/rule';
import { RULES } from '../src/lint/rules';
import { SUPPRESSION } from '../src/lint/suppression';
import { located } from '../src/report/lint-located';
import { findingLines, plain } from '../src/report/lint-text';
import { lineDiff } from './line-diff';

const ROOT = resolve(__dirname, '..');
const PAGES = join(ROOT, 'docs/lint');
const FIXTURES = join(ROOT, 'test/lint/rules');
const FROM_PAGES = '../../test/lint/rules';

/** What is told of a rule. */
export type Told = Omit<Rule, 'check'>;

export const TOLD: readonly Told[] = [SUPPRESSION, ...RULES];

export const titleOf = ({ id, name }: Told) => `${id}-${name}`;

export type FixtureName = 'firing' | 'twin';

export const fixtureText = (rule: Told, name: FixtureName) =>
  readFileSync(join(FIXTURES, titleOf(rule), `${name}.yaml`), 'utf8');

/** What all rules say of a fixture. */
export function judgedFixture(rule: Told, name: FixtureName): Verdict {
  const { view, errors } = readFiles([{ file: `${name}.yaml`, text: fixtureText(rule, name) }]);
  if (errors.length > 0) throw new Error(`${titleOf(rule)}/${name}.yaml: ${errors[0].message}`);
  return judged(view);
}

/** What this rule finds in its own example. */
const ownFindings = (rule: Told) =>
  judgedFixture(rule, 'firing').findings.filter((one) => one.rule === rule.id);

/** What `cdk8s-llm lint firing.yaml` says by this rule. */
function firing(rule: Told): string[] {
  const source = { file: 'firing.yaml', text: fixtureText(rule, 'firing') };
  return located(ownFindings(rule), [source]).flatMap((finding) => [
    ...findingLines(finding, plain),
    '',
  ]);
}

const IN_WORDS = { error: 'an error', warning: 'a warning', info: 'an info' };

/** `error`, or `error; a warning in this example` where a rule has cases of several severities. */
export function severityOf(own: Severity, inExample: readonly Severity[]): string {
  const others = [...new Set(inExample)].filter((one) => one !== own);
  if (others.length === 0) return own;
  const said = others.map((one) => IN_WORDS[one]).join(' and ');
  return inExample.includes(own)
    ? `${own}; also ${said} in this example`
    : `${own}; ${said} in this example`;
}

export function pageOf(rule: Told): string {
  const [before, after] = [fixtureText(rule, 'firing'), fixtureText(rule, 'twin')];
  const lines = [
    `# ${rule.id} ${rule.name}`,
    '',
    `${sentence(rule.sentence)} Severity: ${severityOf(
      rule.severity,
      ownFindings(rule).map(({ severity }) => severity),
    )}.`,
    '',
    sentence(rule.why),
    '',
    `Fix: ${sentence(rule.fix)}`,
    '',
    `Source: ${rule.source}`,
    '',
    '## What it finds',
    '',
    '```text',
    ...firing(rule).slice(0, -1),
    '```',
    '',
    `in [firing.yaml](${FROM_PAGES}/${titleOf(rule)}/firing.yaml).`,
    '',
    '## What is right',
    '',
    '```diff',
    ...lineDiff(before, after),
    '```',
    '',
    `as in [twin.yaml](${FROM_PAGES}/${titleOf(rule)}/twin.yaml).`,
    '',
  ];
  return `<!-- Written by tools/lint-docs.ts from the rule and its fixtures. -->\n${lines.join('\n')}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const TABLE = /(<!-- rules -->\n)[\s\S]*(<!-- end of rules -->)/;

/** README.md with the table of all rules. */
export function readmeWith(text: string): string {
  const rows = TOLD.map(
    (rule) =>
      `| [${rule.id}](${titleOf(rule)}.md) | \`${rule.name}\` | ${rule.severity} | ${cell(rule.sentence.replace(/\.$/, ''))} |`,
  );
  const head = ['', '| Rule | Name | Severity | What has to hold |', '|---|---|---|---|'];
  return text.replace(
    TABLE,
    (_, start, end) => `${start}${[...head, ...rows, '', end].join('\n')}`,
  );
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Name of a page -> its text, README.md among them. */
export function pages(): Readonly<Record<string, string>> {
  const readme = readFileSync(join(PAGES, 'README.md'), 'utf8');
  return {
    'README.md': readmeWith(readme),
    ...Object.fromEntries(TOLD.map((rule) => [`${titleOf(rule)}.md`, pageOf(rule)])),
  };
}

/** The same as they are on disk. */
export function writtenPages(): Readonly<Record<string, string>> {
  const names = existsSync(PAGES) ? readdirSync(PAGES) : [];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(PAGES, name), 'utf8')]));
}

if (require.main === module) {
  mkdirSync(PAGES, { recursive: true });
  const wanted = pages();
  for (const name of Object.keys(writtenPages())) if (!wanted[name]) rmSync(join(PAGES, name));
  for (const [name, text] of Object.entries(wanted)) writeFileSync(join(PAGES, name), text);
}
