import type { ChecklistItem } from '../lint/checklist/item';
import type { Finding } from '../lint/finding';
import { judged } from '../lint/lint';
import { readFiles } from '../lint/read/read';
import type { Rule } from '../lint/rule';
import type { LintView, SiteFacts } from '../lint/view/view';
import { located } from '../report/lint-located';
import type { LintRun } from '../report/lint-run';
import { sourcesOf } from './lint-paths';

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
  const { view, notes, errors } = readFiles(sources, site);
  const { findings, broken } = judged(view, rules);
  return {
    view,
    findings: located(findings, sources),
    errors: [...unread, ...errors],
    notes,
    broken,
    checklist: checklist ? itemsOf(view, findings) : undefined,
  };
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
