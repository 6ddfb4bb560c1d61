import type { BrokenRule } from '../lint/lint';
import type { ReadError } from '../lint/read/reading';
import type { ManifestObject } from '../lint/view/place';
import { type LocatedFinding, objectName } from './lint-finding';
import { errorPlace } from './lint-place';
import type { LintRun } from './lint-run';
import { findingLines, plain } from './lint-text';

interface TestCase {
  readonly name: string;
  readonly className: string;
  readonly file?: string;
  /** Empty where nothing is to be said. */
  readonly message: string;
  readonly body?: string;
  readonly state: 'passed' | 'failed' | 'stopped';
}

/**
 * A test case for each rule that finds something in an object, failed by findings of severity
 * error, and a passed one for each object without findings: Jenkins refuses a report without any.
 */
export function lintJunit(run: LintRun): string {
  const cases = [
    ...run.errors.map(unreadable),
    ...run.broken.map(stopped),
    ...found(run.findings),
    ...clean(run),
  ];
  const count = (state: TestCase['state']): number =>
    cases.filter((one) => one.state === state).length;
  const counts = `tests="${cases.length}" failures="${count('failed')}" errors="${count('stopped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk8s-llm lint" ${counts}>`,
    `  <testsuite name="cdk8s-llm lint" ${counts} skipped="0" time="0">`,
    ...cases.map(testCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function testCase({ name, className, file, message, body = message, state }: TestCase): string {
  const where = file === undefined ? '' : ` file="${escaped(file)}"`;
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(className)}"${where} time="0"`;
  if (body === '') return `${head}/>`;
  if (state === 'passed') return `${head}><system-out>${escaped(body)}</system-out></testcase>`;
  const element = state === 'failed' ? 'failure' : 'error';
  return `${head}><${element} type="${element}" message="${escaped(message)}">${escaped(body)}</${element}></testcase>`;
}

function found(findings: readonly LocatedFinding[]): TestCase[] {
  const groups = new Map<ManifestObject, Map<string, LocatedFinding[]>>();
  for (const finding of findings) {
    const rules = groups.get(finding.object) ?? new Map<string, LocatedFinding[]>();
    rules.set(finding.rule, [...(rules.get(finding.rule) ?? []), finding]);
    groups.set(finding.object, rules);
  }
  return [...groups].flatMap(([object, rules]) =>
    [...rules.values()].map((group) => ({
      name: `${group[0].rule} ${group[0].name}`,
      className: objectName(object),
      file: object.file,
      message: group.map(({ message }) => message).join('; '),
      body: group.map((finding) => findingLines(finding, plain).join('\n')).join('\n\n'),
      state: group.some(({ severity }) => severity === 'error') ? 'failed' : 'passed',
    })),
  );
}

function clean({ findings, views }: LintRun): TestCase[] {
  const withFindings = new Set(findings.map(({ object }) => object));
  return views
    .flatMap(({ objects }) => objects)
    .filter((object) => !withFindings.has(object))
    .map((object) => ({
      name: 'no finding',
      className: objectName(object),
      file: object.file,
      message: '',
      state: 'passed',
    }));
}

function unreadable(error: ReadError): TestCase {
  const { file, message } = error;
  return {
    name: 'readable',
    className: file,
    file,
    message: `${errorPlace(error)} ${message}`,
    state: 'stopped',
  };
}

function stopped({ rule, name, message }: BrokenRule): TestCase {
  return { name: `${rule} ${name}`, className: 'rules', message, state: 'stopped' };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Without the characters that XML 1.0 has no way to write. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '�')
    .replace(/[&<>"\n]/g, (one) => ENTITIES[one]);
}
