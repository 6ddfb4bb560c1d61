import { arithmeticLine } from '../report/lint-arithmetic';
import { jsonPointer, type LocatedFinding } from '../report/lint-finding';
import type { LintRun } from '../report/lint-run';

/** One reason to refuse manifests, in the words of the cdk8s CLI. */
export interface ValidationViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    /** Name of the object, by which the CLI finds its construct. */
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/** Findings, files that could not be read and rules that could not judge. */
export function violationsOf({ findings, errors, broken }: LintRun): ValidationViolation[] {
  return [
    ...errors.map(({ file, line, column, message }) => ({
      ruleName: 'readable',
      recommendation: message,
      fix: 'write YAML',
      violatingResources: [
        { resourceName: file, locations: [`${line}:${column}`], manifestPath: file },
      ],
    })),
    ...findings.map(ofFinding),
    ...broken.map(({ rule, name, message }) => ({
      ruleName: `${rule} ${name}`,
      recommendation: `stopped and judged nothing: ${message}`,
      fix: 'report this as a bug of cdk8s-llm',
      violatingResources: [],
    })),
  ];
}

function ofFinding(finding: LocatedFinding): ValidationViolation {
  const { object, path, line, column, rule, name, severity, message, arithmetic, fix } = finding;
  return {
    ruleName: severity === 'error' ? `${rule} ${name}` : `${rule} ${name}, ${severity} only`,
    recommendation: arithmetic ? `${message} (${arithmeticLine(arithmetic)})` : message,
    fix,
    violatingResources: [
      {
        resourceName: object.name,
        locations: [`${jsonPointer(object, path)} (${line}:${column})`],
        manifestPath: object.file,
      },
    ],
  };
}
