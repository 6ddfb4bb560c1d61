import type { Finding } from './finding';
import type { Rule } from './rule';
import { RULES } from './rules';
import { sorted } from './sorted';
import { withoutSuppressed } from './suppression';
import type { LintView } from './view/view';

/** What rules say of a view. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Rules that could not judge; their silence means nothing. */
  readonly broken: readonly BrokenRule[];
}

export interface BrokenRule {
  readonly rule: string;
  readonly name: string;
  /** What stopped it. */
  readonly message: string;
}

/** Findings in the order of the files, each once, without those that an annotation suppresses. */
export function lint(view: LintView, rules: readonly Rule[] = RULES): readonly Finding[] {
  const { findings, broken } = judged(view, rules);
  if (broken.length === 0) return findings;
  throw new Error(
    broken.map(({ rule, name, message }) => `${rule} ${name}: ${message}`).join('\n'),
  );
}

/** The same where a rule that stops must not stop the others. */
export function judged(view: LintView, rules: readonly Rule[] = RULES): Verdict {
  const findings: Finding[] = [];
  const broken: BrokenRule[] = [];
  const judging = new Set<string>();
  for (const rule of rules) {
    try {
      findings.push(...findingsOf(rule, view));
      judging.add(rule.id);
    } catch (error) {
      broken.push({ rule: rule.id, name: rule.name, message: String(error) });
    }
  }
  return { findings: sorted(view, withoutSuppressed(view, findings, judging)), broken };
}

function findingsOf(rule: Rule, view: LintView): Finding[] {
  const { id, name, severity, fix, source } = rule;
  return rule.check(view).map((problem) => ({
    ...problem,
    rule: id,
    name,
    severity: problem.severity ?? severity,
    fix: problem.fix ?? fix,
    source,
  }));
}
