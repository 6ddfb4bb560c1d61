import type { PlanAnswer } from '../capacity/answer';
import { planRows } from './plan-rows';

/** The plan as Markdown, for reviews and golden files. */
export function planMarkdown(plan: PlanAnswer): string {
  const { choice } = plan;
  const gpus = choice.tensor * choice.pipeline * choice.data;
  return [
    `# ${plan.name}: ${plan.model}`,
    '',
    `${choice.accelerator} × ${gpus} on ${choice.node}, ${choice.quantization}, tensor ${choice.tensor}, pipeline ${choice.pipeline}, data ${choice.data}. Inputs ${plan.inputsHash}, catalogue ${plan.catalogue}.`,
    '',
    ...(plan.memory.fits
      ? []
      : [
          `**Does not fit**: ${plan.memory.missingGiBPerGpu.toFixed(1)} GiB a GPU are missing; ${plan.memory.smallestChange}.`,
          '',
        ]),
    '| what | value | because |',
    '|---|---:|---|',
    ...planRows(plan).map(
      ({ what, value, reason }) => `| ${what} | ${value} | ${escapeCell(reason)} |`,
    ),
    ...section(
      'Rejected',
      plan.rejected,
      ({ choice: lost, because }) =>
        `${lost.node}, tensor ${lost.tensor}, pipeline ${lost.pipeline}: ${because}`,
    ),
    ...section(
      'Cold start',
      plan.coldStart.stages,
      ({ name, seconds, cached }) => `${name}: ${Math.round(seconds)} s${cached ? ', cached' : ''}`,
    ),
    ...section(
      'Signals',
      plan.scaling?.signals ?? [],
      ({ name, metricType, threshold, reason }) => `${name}, ${metricType} ${threshold}: ${reason}`,
    ),
    ...section(
      'Warnings',
      plan.warnings,
      ({ code, message, fix }) => `${code}: ${message}; ${fix}`,
    ),
    ...section(
      'The cluster needs',
      plan.requirements,
      ({ what, because }) => `${what}: ${because}`,
    ),
    '',
  ].join('\n');
}

function section<T>(heading: string, items: readonly T[], line: (item: T) => string): string[] {
  if (items.length === 0) return [];
  return ['', `## ${heading}`, '', ...items.map((item) => `- ${line(item)}`)];
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
