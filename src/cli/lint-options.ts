import type { Rule } from '../lint/rule';
import { RULES } from '../lint/rules';
import { SETS } from '../lint/sets';
import { isNamed, SUPPRESSION } from '../lint/suppression';
import { RULE_PAGES } from '../report/lint-pages';
import { guess } from '../violations';
import { parsed } from './arguments';

const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;
export type LintFormat = (typeof FORMATS)[number];

export interface LintOptions {
  readonly paths: readonly string[];
  readonly format: LintFormat;
  /** Path of a platform file. */
  readonly platform?: string;
  readonly rules: readonly Rule[];
  /** The ten items in the place of findings. */
  readonly checklist: boolean;
}

/** The options, or the sentence that says what is wrong with them. */
export function lintOptions(args: readonly string[]): LintOptions | string {
  const text = { type: 'string' } as const;
  const options = {
    format: { ...text, default: 'text' },
    platform: text,
    rules: text,
    set: text,
    checklist: { type: 'boolean' } as const,
  };
  const given = parsed(args, options, ['PATH…']);
  if (typeof given === 'string') return given;
  const { platform, rules, set, checklist } = given.values;
  const format = FORMATS.find((one) => one === given.values.format);
  if (!format) return `'--format' (${given.values.format}) must be one of ${FORMATS.join(', ')}`;
  const chosen = rulesOf(rules, set);
  if (typeof chosen === 'string') return chosen;
  if (checklist !== undefined && (chosen !== RULES || !['text', 'json'].includes(format))) {
    return "'--checklist' is judged by all rules and told as text or json: leave '--rules' and '--set' out";
  }
  return {
    paths: given.positionals,
    format,
    platform,
    rules: chosen,
    checklist: checklist !== undefined,
  };
}

/** All, or those that are listed together with those of a set. */
function rulesOf(listed: string | undefined, set: string | undefined): readonly Rule[] | string {
  if (listed === undefined && set === undefined) return RULES;
  if (set !== undefined && !Object.hasOwn(SETS, set)) {
    return `'--set' (${set}) must be one of ${Object.keys(SETS).join(', ')}`;
  }
  const named = listed?.split(',').map((name) => name.trim()) ?? [];
  const unknown = named.find((name) => !RULES.some((rule) => isNamed(rule, name)));
  if (unknown !== undefined) return notRule(unknown);
  const ofSet = set === undefined ? [] : SETS[set];
  return RULES.filter(
    (rule) => ofSet.includes(rule.id) || named.some((name) => isNamed(rule, name)),
  );
}

function notRule(name: string): string {
  if (isNamed(SUPPRESSION, name)) {
    return `'--rules' (${name}) must be rules that can be selected: R0 always judges the annotations that silence rules, so leave it out`;
  }
  const known = RULES.flatMap((rule) => [rule.id, rule.name]);
  const { listed, fix } = guess(name, known, `${RULE_PAGES} lists all`);
  return `'--rules' (${name}) must be ids or names of rules, separated by commas (${listed}): ${fix}`;
}
