import type { PoolPlan } from '../capacity/answer-pools';
import type { FleetReport } from '../plan/fleet-report';

/** The sums of a fleet as Markdown, for reviews and golden files. */
export function fleetMarkdown(fleet: FleetReport): string {
  return [
    '# Fleet',
    '',
    ...table(
      ['service', 'pool', 'tier', 'min', 'mean', 'peak', 'max', 'roll-out'],
      fleet.services.map((one) => [one.service, one.pool, one.tier ?? '', ...counts(one)]),
    ),
    '',
    'GPUs of each service; the peak is its own, whenever it comes.',
    '',
    ...table(
      ['pool', 'GPUs', 'min', 'mean', 'peak', 'max', 'roll-out', 'USD/h min', 'mean', 'max'],
      fleet.pools.map((one) => [one.pool, supply(one), ...counts(one), ...costs(one)]),
    ),
    '',
    ...money(fleet),
    ...quota(fleet),
    ...list('Does not add up', fleet.problems),
    ...list('Who gives way', fleet.preemptions.map(preemption)),
    ...list(
      'Warnings',
      fleet.warnings.map(({ code, message, fix }) => `${code}: ${message}; ${fix}`),
    ),
    ...list(
      'The cluster needs',
      fleet.requirements.map(({ what, because }) => `${what}: ${because}`),
    ),
    '',
  ].join('\n');
}

type Counts = Pick<
  PoolPlan,
  'gpusAtMin' | 'gpusAtMean' | 'gpusAtPeak' | 'gpusAtMax' | 'gpusDuringRollout'
>;

function counts(gpus: Counts): string[] {
  const { gpusAtMin, gpusAtMean, gpusAtPeak, gpusAtMax, gpusDuringRollout } = gpus;
  return [gpusAtMin, gpusAtMean, gpusAtPeak, gpusAtMax, gpusDuringRollout].map(String);
}

function supply({ gpus, spotGpus }: PoolPlan): string {
  if (gpus === undefined) return 'as asked';
  return spotGpus > 0 ? `${gpus} + ${spotGpus} spot` : String(gpus);
}

function costs({ usdPerHourAtMin, usdPerHourMean, usdPerHourAtMax }: PoolPlan): string[] {
  return [usdPerHourAtMin, usdPerHourMean, usdPerHourAtMax].map(usd);
}

function usd(value: number | undefined): string {
  return value === undefined ? 'unknown' : value.toFixed(2);
}

function money({ usdPerHourAtMin, usdPerHourMean, usdPerHourAtMax }: FleetReport): string[] {
  return [
    `${usd(usdPerHourMean)} USD/h at the mean, ${usd(usdPerHourAtMin)} at all minima, ${usd(usdPerHourAtMax)} at all maxima.`,
  ];
}

function quota({ quota: granted, quotaNeeded }: FleetReport): string[] {
  const stated = granted === undefined ? '' : ` of ${granted} granted`;
  return [`A quota must grant ${quotaNeeded} GPUs${stated} for no pod to be refused.`];
}

function preemption({ pool, victim, by, gpus, seconds }: FleetReport['preemptions'][number]) {
  const lost = gpus === 0 ? 'nothing, as all peaks fit' : `up to ${gpus} GPUs`;
  return `${pool}: ${victim} to ${by.join(', ')}, within ${seconds} s; at the common peak ${lost}`;
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  const numbers = /^(min|mean|peak|max|roll-out|GPUs|USD)/;
  const rule = head.map((cell) => (numbers.test(cell) ? '---:' : '---'));
  return [line(head), `|${rule.join('|')}|`, ...rows.map(line)];
}

function list(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', `## ${heading}`, '', ...items.map((item) => `- ${item}`)];
}
