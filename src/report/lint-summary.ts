import type { Severity } from '../lint/finding';
import { printable } from './lint-printable';
import type { LintRun } from './lint-run';

/** What a run comes to, in a few lines: what was found, judged and passed over. */
export function summaryLines(run: LintRun): string[] {
  const { views, broken } = run;
  const stopped = broken.map(
    ({ rule, name, message }) =>
      `note: ${rule} ${name} stopped and judged nothing; the other rules did: ${message}`,
  );
  const isEmpty = views.every(({ objects }) => objects.length === 0);
  const comesTo = isEmpty ? nothing(run) : judged(run);
  return [...stopped, ...passedOver(run), ...parted(run), comesTo, ...unshown(run)].map(printable);
}

function parted({ views }: LintRun): string[] {
  return views.length < 2
    ? []
    : [
        `note: several files hold the same objects, so ${views.length} groups of files were judged each by itself`,
      ];
}

/** The checklist stands in the place of findings. */
function unshown({ checklist, findings }: LintRun): string[] {
  return checklist && findings.length > 0
    ? ['`cdk8s-llm lint` without `--checklist` shows what these findings are']
    : [];
}

function judged({ views, findings }: LintRun): string {
  const severity = (wanted: Severity): number =>
    findings.filter(({ severity }) => severity === wanted).length;
  const found = [
    counted(severity('error'), 'error'),
    counted(severity('warning'), 'warning'),
    ...(severity('info') > 0 ? [`${severity('info')} info`] : []),
  ];
  const sum = (part: 'services' | 'scalers' | 'objects'): number =>
    views.reduce((total, view) => total + view[part].length, 0);
  const seen = `${counted(sum('services'), 'service')} and ${counted(sum('scalers'), 'scaler')}`;
  const nobody =
    sum('services') + sum('scalers') === 0
      ? ': nothing that a rule reads serves a model or scales'
      : '';
  return `${found.join(', ')}; judged ${seen} in ${counted(sum('objects'), 'object')}${nobody}`;
}

/** Silence about nothing would look like a clean answer. */
function nothing({ errors }: LintRun): string {
  const why =
    errors.length > 0
      ? 'see the errors above'
      : 'give rendered manifests, such as the output of `helm template` or `kustomize build`';
  return `nothing judged: no Kubernetes object was read; ${why}`;
}

/** Each note once, with the kinds or the files that it is about. */
function passedOver({ notes }: LintRun): string[] {
  const groups = new Map<string, Map<string, number>>();
  for (const { object, file, message } of notes) {
    const about = object?.kind.slice(0, LONGEST_KIND) ?? file;
    const group = groups.get(message) ?? new Map<string, number>();
    groups.set(message, group.set(about, (group.get(about) ?? 0) + 1));
  }
  return [...groups].map(([message, group]) => `note: ${message}: ${listed(group)}`);
}

const MOST_LISTED = 12;
/** That of a DNS label, which a kind in lower case is. */
const LONGEST_KIND = 63;

function listed(group: ReadonlyMap<string, number>): string {
  const all = [...group].map(([about, count]) => (count === 1 ? about : `${count} ${about}`));
  const rest = all.length - MOST_LISTED;
  return rest > 1 ? `${all.slice(0, MOST_LISTED).join(', ')} and ${rest} more` : all.join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
