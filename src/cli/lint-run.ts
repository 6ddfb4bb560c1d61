import type { ChecklistItem } from '../lint/checklist/item';
import type { Finding } from '../lint/finding';
import { type BrokenRule, judged } from '../lint/lint';
import { readFiles } from '../lint/read/read';
import type { Rule } from '../lint/rule';
import { separated } from '../lint/separated';
import type { LintView, SiteFacts } from '../lint/view/view';
import { located } from '../report/lint-located';
import type { LintRun } from '../report/lint-run';
import { type Source, sourcesOf } from './lint-paths';

interface Asked {
  readonly paths: readonly string[];
  /** Path of a platform file. */
  readonly platform?: string;
  /** All where not given. */
  readonly rules?: readonly Rule[];
  readonly checklist?: boolean;
}

/** Reads, judges and finds the lines. */
export function runOf({ paths, platform, rules, checklist }: Asked, stdin: () => string): LintRun {
  const site = platform === undefined ? {} : siteOf(platform);
  const { sources, errors: unread } = sourcesOf(paths, stdin);
  const { notes, errors, ...read } = readFiles(sources, site);
  const views = viewsOf(read.view, sources, site);
  const verdicts = views.map((view) => ({ view, ...judged(view, rules) }));
  return {
    views,
    findings: located(
      verdicts.flatMap(({ findings }) => findings),
      sources,
    ),
    errors: [...unread, ...errors],
    notes,
    broken: once(verdicts.flatMap(({ broken }) => broken)),
    checklist: checklist
      ? verdicts.flatMap(({ view, findings }) => itemsOf(view, findings))
      : undefined,
  };
}

/** One view, or one for each group of files that cannot be applied together. */
function viewsOf(all: LintView, sources: readonly Source[], site: SiteFacts): LintView[] {
  const groups = separated(all.objects);
  if (groups.length < 2) return [all];
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  return groups.map((files) => {
    const own = files.map((file) => ({ file, text: texts.get(file) ?? '' }));
    return readFiles(own, site).view;
  });
}

/** A rule that stops rarely does so in one view only. */
function once(broken: readonly BrokenRule[]): readonly BrokenRule[] {
  return [...new Map(broken.map((one) => [`${one.rule} ${one.message}`, one])).values()];
}

function itemsOf(view: LintView, findings: readonly Finding[]): readonly ChecklistItem[] {
  const { checklist } =
    require('../lint/checklist/checklist') as typeof import('../lint/checklist/checklist');
  return checklist(view, findings);
}

function siteOf(path: string): SiteFacts {
  // Its schema is indexed in 20 ms, which only who has such a file should pay.
  const { readPlatformFile } =
    require('../capacity/platform-file') as typeof import('../capacity/platform-file');
  return readPlatformFile(path);
}
