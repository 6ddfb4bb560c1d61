import type { Severity } from '../lint/finding';
import { RULES } from '../lint/rules';
import { SUPPRESSION } from '../lint/suppression';
import { jsonPointer, type LocatedFinding, objectName } from './lint-finding';
import type { LintRun } from './lint-run';

const PAGES = 'https://github.com/cdk8s-llm/cdk8s-llm/blob/main/docs/lint';
const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** A log of SARIF 2.1.0, as GitHub's code scanning and editors read it. */
export function lintSarif(run: LintRun, version: string): string {
  const rules = [SUPPRESSION, ...RULES];
  const at = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-llm lint',
            semanticVersion: version,
            informationUri: PAGES,
            rules: rules.map((rule) => ({
              id: rule.id,
              name: rule.name,
              shortDescription: { text: rule.sentence },
              fullDescription: { text: rule.why },
              help: { text: `${rule.fix} (${rule.source})` },
              helpUri: `${PAGES}/${rule.id}-${rule.name}.md`,
              defaultConfiguration: { level: LEVELS[rule.severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: run.findings.map((finding) => ({
          ruleIndex: at.get(finding.rule),
          ...resultOf(finding),
        })),
        invocations: [invocationOf(run)],
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function resultOf(finding: LocatedFinding): object {
  const { object, path, line, column, endColumn } = finding;
  return {
    ruleId: finding.rule,
    level: LEVELS[finding.severity],
    message: { text: `${finding.message}. Fix: ${finding.fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(object.file) },
          region: {
            startLine: line,
            startColumn: column,
            endColumn,
            snippet: { text: finding.text },
          },
        },
        logicalLocations: [
          {
            name: object.name,
            fullyQualifiedName: `${objectName(object)} ${jsonPointer(object, path)}`,
            kind: 'resource',
          },
        ],
      },
    ],
    properties: finding.arithmetic && { arithmetic: finding.arithmetic },
  };
}

function invocationOf({ errors, broken }: LintRun): object {
  return {
    executionSuccessful: errors.length + broken.length === 0,
    toolExecutionNotifications: [
      ...errors.map(({ file, line, column, message }) => ({
        level: 'error',
        message: { text: message },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(file) },
              region: line === undefined ? undefined : { startLine: line, startColumn: column },
            },
          },
        ],
      })),
      ...broken.map(({ rule, message }) => ({
        level: 'error',
        message: { text: `${rule} could not judge: ${message}` },
        associatedRule: { id: rule },
      })),
    ],
  };
}

/** A path from the working directory, or of the machine. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const drive = /^([A-Za-z])%3A\//.exec(path);
  if (drive) return `file:///${drive[1]}:${path.slice('C%3A'.length)}`;
  return path.startsWith('/') ? `file://${path}` : path;
}
