import type { ChecklistItem, Verdict } from '../lint/checklist/item';
import { printable } from './lint-printable';

/** Ten lines for each service, under a line with its name and what they come to. */
export function checklistText(items: readonly ChecklistItem[]): string {
  const services = [...new Set(items.map(({ service }) => service))];
  return services
    .map((service) => {
      const own = items.filter((item) => item.service === service);
      return [`${service}: ${counts(own)}`, ...own.map(line)].map(printable).join('\n');
    })
    .join('\n\n');
}

function line({ number, verdict, item, reason }: ChecklistItem): string {
  return `  ${String(number).padStart(2)} ${verdict} ${item}: ${reason}`;
}

function counts(items: readonly ChecklistItem[]): string {
  const count = (wanted: Verdict): string =>
    `${items.filter(({ verdict }) => verdict === wanted).length} ${wanted}`;
  return [count('pass'), count('part'), count('fail')].join(', ');
}
