import type { Recommended } from '../plan/recommend';
import {
  choiceText,
  doubledTable,
  footnote,
  isText,
  type RecommendTable,
  recommendTable,
  remarks,
  titleOf,
} from './recommend-rows';

/** Plans that a person compares; the other formats have all. */
const SHOWN = 10;

/** The list of plans for people: the cheapest, why the first is first, why the others are not. */
export function recommendText(plans: readonly Recommended[]): string {
  const [first] = plans;
  const { doubled } = first.recommendation;
  const more = plans.length - SHOWN;
  return [
    titleOf(plans),
    ...verdict(first),
    '',
    ...aligned(recommendTable(plans.slice(0, SHOWN))),
    ...footnote(plans.slice(0, SHOWN)),
    ...(more > 0 ? [`and ${more} more that fit: --format markdown or json has all`] : []),
    '',
    `${choiceText(first.choice)}, ${first.choice.quantization}`,
    ...remarks(plans).map((line) => `  · ${line}`),
    ...(doubled
      ? ['', `Twice the traffic: ${doubled.summary}`, ...aligned(doubledTable(doubled.terms))]
      : []),
    ...othersOf(plans),
  ].join('\n');
}

function verdict({ memory }: Recommended): string[] {
  if (memory.fits) return [];
  return [
    `NOTHING FITS: the closest lacks ${memory.missingGiBPerGpu.toFixed(1)} GiB a GPU; ${memory.smallestChange}`,
  ];
}

/** The best that each other accelerator could do. */
function othersOf([first]: readonly Recommended[]): string[] {
  const seen = new Set([first.choice.accelerator]);
  const best = first.rejected.filter(({ choice }) => {
    const isNew = !seen.has(choice.accelerator);
    seen.add(choice.accelerator);
    return isNew;
  });
  if (best.length === 0) return [];
  return [
    '',
    'What the best of every other accelerator lost by',
    ...best.map(
      ({ choice, because }) => `  · ${choiceText(choice)}, ${choice.quantization}: ${because}`,
    ),
  ];
}

function aligned({ head, rows }: RecommendTable): string[] {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => (isText(head[i]) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
