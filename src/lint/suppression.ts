import type { Finding } from './finding';
import type { Rule } from './rule';
import { RULES } from './rules';
import type { Json, JsonObject, ManifestObject, Path } from './view/place';
import type { LintView } from './view/view';

export const LINT_IGNORE = 'cdk8s-llm.dev/lint-ignore';

/** Fits any rule. */
const REASON = 'accepted until the migration in March';

/** Judged beside the rules, as it needs to know what they find. */
export const SUPPRESSION: Omit<Rule, 'check'> = {
  id: 'R0',
  name: 'suppression-has-reason',
  severity: 'warning',
  sentence: 'What silences a rule names it, says why, and is still needed',
  why: `The annotation \`${LINT_IGNORE}\` silences a rule for one object. A year later only its reason tells whether it still holds, and one that silences nothing would hide the next mistake of the same kind.`,
  fix: `write a reason such as ${LINT_IGNORE}: "R36: ${REASON}", and take out what silences nothing`,
  source: 'docs/lint/README.md',
};

/** One line of the annotation: a rule, and why it does not count here. */
interface Suppression {
  readonly object: ManifestObject;
  /** Of the annotation. */
  readonly path: Path;
  /** As written. */
  readonly name: string;
  /** Absent where the name is of no rule. */
  readonly rule?: string;
  readonly reason: string;
}

/** Findings without those that are suppressed, and with what is wrong with the suppressions. */
export function withoutSuppressed(
  view: LintView,
  findings: readonly Finding[],
  judging: ReadonlySet<string>,
): readonly Finding[] {
  const suppressions = view.objects.flatMap(suppressionsOf);
  if (suppressions.length === 0) return findings;
  const valid = suppressions.filter(({ rule, reason }) => rule !== undefined && reason !== '');
  const covers = (one: Suppression, finding: Finding): boolean =>
    one.object === finding.object && one.rule === finding.rule;
  return [
    ...findings.filter((finding) => !valid.some((one) => covers(one, finding))),
    ...suppressions.flatMap((one) =>
      complaint(one, judging, () => findings.some((finding) => covers(one, finding))),
    ),
  ];
}

function complaint(
  { object, path, name, rule, reason }: Suppression,
  judging: ReadonlySet<string>,
  suppresses: () => boolean,
): Finding[] {
  const found = (message: string, fix: string): Finding[] => {
    const { id, severity, source, name: ownName } = SUPPRESSION;
    return [{ object, path, message, fix, rule: id, name: ownName, severity, source }];
  };
  if (isNamed(SUPPRESSION, name)) {
    return found(
      `'${name}' cannot be silenced: it judges the annotations that silence rules`,
      `take '${name}' out`,
    );
  }
  if (rule === undefined) {
    return found(
      `'${name}' is not a rule, so this silences nothing`,
      `write the id or the name of a rule as findings show them, a colon and a reason: "R36: ${REASON}"`,
    );
  }
  if (reason === '') {
    return found(
      `no reason is given for silencing ${rule}, so ${rule} still counts`,
      `write a reason such as "${rule}: ${REASON}"`,
    );
  }
  if (!judging.has(rule) || suppresses()) return [];
  return found(
    `${rule} finds nothing here, so this only hides its next finding`,
    `take '${name}: ${reason}' out`,
  );
}

function suppressionsOf(object: ManifestObject): Suppression[] {
  return annotationsOf(object.content).flatMap(({ path, text }) =>
    entriesOf(text).flatMap(({ names, reason }) =>
      names.map((name) => ({ object, path, name, rule: ruleOf(name), reason })),
    ),
  );
}

function ruleOf(name: string): string | undefined {
  return RULES.find((rule) => isNamed(rule, name))?.id;
}

/** Whether somebody means a rule: `R5`, `r5` or `ratio-needs-value`. */
export function isNamed(rule: Pick<Rule, 'id' | 'name'>, name: string): boolean {
  return rule.id === name.toUpperCase() || rule.name === name.toLowerCase();
}

/** Rules separated by commas, a colon, the reason. */
const ENTRY = /^([\w-]+(?:\s*,\s*[\w-]+)*)\s*(?::([\s\S]*))?$/;

/** `R36: one replica until March; R47, R48: built in CI`; a semicolon may stand in a reason too. */
function entriesOf(text: string): { names: string[]; reason: string }[] {
  const entries: { names: string[]; reason: string }[] = [];
  for (const part of text.split(';').map((one) => one.trim())) {
    if (part === '') continue;
    const [, names, reason = ''] = ENTRY.exec(part) ?? [];
    const last = entries[entries.length - 1];
    if (names) entries.push({ names: names.split(/\s*,\s*/), reason: reason.trim() });
    else if (last) last.reason = `${last.reason}; ${part}`;
    else entries.push({ names: [part], reason: '' });
  }
  return entries;
}

/** The annotation on the object or on a template inside it. */
function annotationsOf(content: JsonObject): { path: Path; text: string }[] {
  const found: { path: Path; text: string }[] = [];
  const seen = new Set<Json>();
  const open: { value: Json; path: Path }[] = [{ value: content, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    // An alias of YAML may lead to one value from thousands of places.
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const [key, inside] of Object.entries(value)) {
      if (key === LINT_IGNORE && path.at(-1) === 'annotations') {
        found.push({ path: [...path, key], text: String(inside ?? '') });
      } else
        open.push({ value: inside, path: [...path, Array.isArray(value) ? Number(key) : key] });
    }
  }
  return found;
}
