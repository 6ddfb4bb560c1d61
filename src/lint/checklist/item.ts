import type { Finding } from '../finding';
import type { LintView, ServiceView } from '../view/view';

export type Verdict = 'pass' | 'part' | 'fail';

/** One of the ten points that a service is judged by before it goes live, by their intent. */
export interface ChecklistItem {
  /** 1 to 10. */
  readonly number: number;
  readonly item: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** `Deployment serving/chat` */
  readonly service: string;
}

/** What an item is judged from. */
export interface Judged {
  readonly view: LintView;
  readonly service: ServiceView;
  /** Of the service and of what scales, protects or mounts it. */
  readonly findings: readonly Finding[];
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

export const pass = (reason: string): Judgement => ({ verdict: 'pass', reason });
export const part = (reason: string): Judgement => ({ verdict: 'part', reason });
export const fail = (reason: string): Judgement => ({ verdict: 'fail', reason });

/** The first finding of some rules, as a reason; those that are only worth knowing do not count. */
export function broken({ findings }: Judged, ...rules: readonly string[]): string | undefined {
  const found = findings.find(({ rule, severity }) => rules.includes(rule) && severity !== 'info');
  return found && `${found.rule} ${found.name}: ${found.message}`;
}
