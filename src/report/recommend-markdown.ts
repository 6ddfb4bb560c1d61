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

/** The list of plans as Markdown: every row, and the reason of everything that lost. */
export function recommendMarkdown(plans: readonly Recommended[]): string {
  const [first] = plans;
  const { doubled } = first.recommendation;
  return [
    `# ${titleOf(plans)}`,
    '',
    ...verdict(first),
    ...markdownTable(recommendTable(plans)),
    '',
    ...footnote(plans).flatMap((line) => [line.replace('*', '\\*'), '']),
    `## ${choiceText(first.choice)}, ${first.choice.quantization}`,
    '',
    ...remarks(plans).map((line) => `- ${line}`),
    ...(doubled
      ? [
          '',
          '## Twice the traffic',
          '',
          `${doubled.summary}.`,
          '',
          ...markdownTable(doubledTable(doubled.terms)),
        ]
      : []),
    ...(first.rejected.length > 0 ? ['', '## What lost', ''] : []),
    ...first.rejected.map(
      ({ choice, because }) => `- ${choiceText(choice)}, ${choice.quantization}: ${because}`,
    ),
    '',
  ].join('\n');
}

function verdict({ memory }: Recommended): string[] {
  if (memory.fits) return [];
  return [
    `**Nothing fits**: the closest lacks ${memory.missingGiBPerGpu.toFixed(1)} GiB a GPU; ${memory.smallestChange}.`,
    '',
  ];
}

function markdownTable({ head, rows }: RecommendTable): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((cell) => (isText(cell) ? '---' : '---:'));
  return [line(head), `|${rule.join('|')}|`, ...rows.map(line)];
}
