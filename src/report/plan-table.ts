import Table from 'cli-table3';
import type { PlanAnswer } from '../capacity/answer';
import { type PlanRow, planRows } from './plan-rows';

const BLANK = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** The plan for people: a row a number, with the reason for it. */
export function planTable(plan: PlanAnswer): string {
  const table = new Table({
    chars: BLANK,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [30, 18, 74],
    colAligns: ['left', 'right', 'left'],
    wordWrap: true,
  });
  table.push(...planRows(plan).map(cells));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return [title(plan), ...verdict(plan), '', ...lines, ...footnotes(plan)].join('\n');
}

function cells({ what, value, reason }: PlanRow): string[] {
  return [what, value, reason];
}

function title({ name, model, choice }: PlanAnswer): string {
  return `${name}: ${model}, ${choice.quantization}, ${choice.accelerator} × ${choice.tensor * choice.pipeline * choice.data} on ${choice.node}`;
}

/** What overshadows every number. */
function verdict({ memory, warnings }: PlanAnswer): string[] {
  const missed = warnings.find(({ code }) => code === 'objectives-out-of-reach');
  if (memory.fits) return missed ? [`OUT OF REACH: ${missed.message}; ${missed.fix}`] : [];
  const missing = memory.missingGiBPerGpu.toFixed(1);
  return [`DOES NOT FIT: ${missing} GiB a GPU are missing; ${memory.smallestChange}`];
}

function footnotes({ warnings, requirements }: PlanAnswer): string[] {
  const noted = warnings.map(({ code, message, fix }) => `  ! ${code}: ${message}; ${fix}`);
  const needed = requirements.map(({ what }) => `  · ${what}`);
  return [
    ...(noted.length > 0 ? ['', 'Warnings', ...noted] : []),
    ...(needed.length > 0 ? ['', 'The cluster needs', ...needed] : []),
  ];
}
