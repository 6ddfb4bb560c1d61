import { checklistText } from '../report/lint-checklist';
import { lintJson } from '../report/lint-json';
import { lintJunit } from '../report/lint-junit';
import { RULE_PAGES } from '../report/lint-pages';
import { errorPlace } from '../report/lint-place';
import type { LintRun } from '../report/lint-run';
import { lintSarif } from '../report/lint-sarif';
import { summaryLines } from '../report/lint-summary';
import { coloured, lintText, plain } from '../report/lint-text';
import { InvalidInput } from '../violations';
import { asksForHelp } from './arguments';
import { type CliIo, FOUND, OK, UNUSABLE } from './io';
import { type LintFormat, type LintOptions, lintOptions } from './lint-options';
import { runOf } from './lint-run';

const USAGE = `usage: cdk8s-llm lint PATH… [options]

  PATH                     files, folders (all .yaml, .yml and .json files in them)
                           or - for standard input
    --format text          for people (default), json, sarif or junit
    --platform FILE        facts of the site, as ServingPlatform.fromFile reads them
    --rules R5,R16         only these rules, by id or by name (ratio-needs-value)
    --set security         only the rules of a set: checklist, security or gitops; with --rules
                           those of both
    --checklist            ten items of a serving stack: pass, part or fail, with the reason

exit status: 0 nothing found that breaks, 1 findings of severity error, 2 something that could
not be read or judged

all rules: ${RULE_PAGES}
`;

/** `cdk8s-llm lint PATH… [options]` */
export function lint(args: readonly string[], io: CliIo): number {
  if (asksForHelp(args)) {
    io.out(USAGE);
    return OK;
  }
  const options = args.length === 0 ? USAGE : lintOptions(args);
  if (typeof options === 'string') {
    io.err(`${options.trimEnd()}\n`);
    return UNUSABLE;
  }
  try {
    const run = runOf(options, io.stdin);
    print(run, options, io);
    return codeOf(run);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    io.err(`${error.message}\n`);
    return UNUSABLE;
  }
}

/** Findings, or the verdicts of the checklist in their place. */
function print(run: LintRun, { format }: LintOptions, io: CliIo): void {
  for (const error of run.errors) io.err(`${errorPlace(error)} error ${error.message}\n`);
  const summary = summaryLines(run).join('\n');
  if (format === 'text') {
    const pages = run.findings.length > 0 ? `all rules: ${RULE_PAGES}\n` : '';
    io.out(`${textOf(run, io)}${summary}\n${pages}`);
    return;
  }
  io.out(`${forPrograms(run, format, io.version)}\n`);
  io.err(`${summary}\n`);
}

function textOf({ findings, checklist }: LintRun, { colours }: CliIo): string {
  const text = checklist
    ? checklistText(checklist)
    : lintText(findings, colours ? coloured : plain);
  return text === '' ? '' : `${text}\n\n`;
}

function forPrograms(run: LintRun, format: LintFormat, version: string): string {
  if (run.checklist) return JSON.stringify(run.checklist, null, 2);
  if (format === 'sarif') return lintSarif(run, version);
  return format === 'junit' ? lintJunit(run) : lintJson(run.findings);
}

function codeOf({ views, findings, errors, broken }: LintRun): number {
  const isEmpty = views.every(({ objects }) => objects.length === 0);
  if (errors.length + broken.length > 0 || isEmpty) return UNUSABLE;
  return findings.some(({ severity }) => severity === 'error') ? FOUND : OK;
}
