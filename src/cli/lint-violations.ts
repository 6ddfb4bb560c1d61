import { arithmeticLine } from '../report/lint-arithmetic';
import { jsonPointer, type LocatedFinding, objectName } from '../report/lint-finding';
import { errorPlace } from '../report/lint-place';
import type { LintRun } from '../report/lint-run';

/** One reason to refuse manifests, in the words of the cdk8s CLI. */
export interface ValidationViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    /** The CLI finds the construct by the name alone: that of the object only where no other has it. */
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/** Findings, files that could not be read and rules that could not judge. */
export function violationsOf(run: LintRun): ValidationViolation[] {
  const { findings, errors, broken } = run;
  const alone = namesOfOne(run);
  return [
    ...errors.map((error) => ({
      ruleName: 'readable',
      recommendation: error.message,
      fix: 'write YAML or JSON',
      violatingResources: [
        { resourceName: error.file, locations: [errorPlace(error)], manifestPath: error.file },
      ],
    })),
    ...findings.map((finding) => ofFinding(finding, alone)),
    ...broken.map(({ rule, name, message }) => ({
      ruleName: `${rule} ${name}`,
      recommendation: `stopped and judged nothing: ${message}`,
      fix: 'report this as a bug of cdk8s-llm',
      violatingResources: [],
    })),
  ];
}

/** Names that one object has, of whatever kind and namespace. */
function namesOfOne({ views }: LintRun): ReadonlySet<string> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const { name } of views.flatMap(({ objects }) => objects)) {
    if (seen.has(name)) doubled.add(name);
    seen.add(name);
  }
  return new Set([...seen].filter((name) => !doubled.has(name)));
}

function ofFinding(finding: LocatedFinding, alone: ReadonlySet<string>): ValidationViolation {
  const { object, path, line, column, rule, name, severity, message, arithmetic, fix } = finding;
  const title = objectName(object);
  const pointer = jsonPointer(object, path);
  const numbers = arithmetic ? ` (${arithmeticLine(arithmetic)})` : '';
  return {
    ruleName: severity === 'error' ? `${rule} ${name}` : `${rule} ${name}, ${severity} only`,
    recommendation: `${title} ${pointer}: ${message}${numbers}`,
    fix,
    violatingResources: [
      {
        resourceName: alone.has(object.name) ? object.name : title,
        locations: [`${pointer} (${line}:${column})`],
        manifestPath: object.file,
      },
    ],
  };
}
