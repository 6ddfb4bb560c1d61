import { jsonPointer, type LocatedFinding, objectName } from './lint-finding';

/** A list of findings for programs. */
export function lintJson(findings: readonly LocatedFinding[]): string {
  const entries = findings.map((finding) => ({
    rule: finding.rule,
    name: finding.name,
    severity: finding.severity,
    file: finding.object.file,
    line: finding.line,
    column: finding.column,
    object: objectName(finding.object),
    path: jsonPointer(finding.object, finding.path),
    message: finding.message,
    arithmetic: finding.arithmetic ?? null,
    fix: finding.fix,
    source: finding.source,
  }));
  return JSON.stringify(entries, null, 2);
}
