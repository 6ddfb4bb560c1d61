import type { Evidence, PlanAnswer } from '../capacity/answer';

/** One line of a plan's table. */
export interface PlanRow {
  readonly what: string;
  readonly value: string;
  readonly reason: string;
}

interface Column {
  readonly quantity: string;
  readonly what: string;
  readonly show?: (value: number) => string;
}

const COLUMNS: readonly Column[] = [
  {
    quantity: '/memory/weightsGiBPerGpu',
    what: 'weights a GPU',
    show: (v) => `${v.toFixed(1)} GiB`,
  },
  {
    quantity: '/memory/kvCacheGiBPerGpu',
    what: 'KV cache a GPU',
    show: (v) => `${v.toFixed(1)} GiB`,
  },
  { quantity: '/memory/kvCacheTokens', what: 'KV cache', show: (v) => `${whole(v)} tokens` },
  { quantity: '/speed/baseStepMs', what: 'empty step', show: (v) => `${v.toFixed(1)} ms` },
  {
    quantity: '/speed/prediction/timePerOutputTokenMs',
    what: 'time per output token',
    show: (v) => `${v.toFixed(1)} ms`,
  },
  {
    quantity: '/replica/maxRequestsPerSecond',
    what: 'rate a replica',
    show: (v) => `${v.toFixed(1)} req/s`,
  },
  { quantity: '/replica/inFlightScaleTarget', what: 'in-flight target', show: whole },
  { quantity: '/fleet/replicasForObjectives', what: 'replicas at the peak', show: whole },
  { quantity: '/fleet/replicasForGrowth', what: 'replicas for growth', show: whole },
  { quantity: '/objectives/spareReplicas', what: 'spare replicas', show: whole },
  { quantity: '/fleet/minReplicas', what: 'minimum', show: whole },
  { quantity: '/fleet/maxReplicas', what: 'maximum', show: whole },
  {
    quantity: '/headroom/replicas',
    what: 'warm headroom',
    show: (v) => `${whole(v)} replica${v === 1 ? '' : 's'}`,
  },
  {
    quantity: '/headroom/usdPerHour',
    what: 'cost of the headroom',
    show: (v) => `${v < 100 ? v.toFixed(2) : whole(v)} USD/h`,
  },
  { quantity: '/coldStart/seconds', what: 'cold start', show: seconds },
  { quantity: '/probes/startupBudgetSeconds', what: 'startup budget', show: seconds },
  { quantity: '/drain/propagationSeconds', what: 'drain: propagation', show: seconds },
  { quantity: '/drain/engineSeconds', what: 'drain: requests', show: seconds },
  { quantity: '/replica/cpu', what: 'CPU a pod' },
  { quantity: '/replica/memoryGiB', what: 'memory a pod', show: (v) => `${whole(v)} GiB` },
  {
    quantity: '/cost/usdPerHourMean',
    what: 'cost at the mean',
    show: (v) => `${v < 100 ? v.toFixed(2) : whole(v)} USD/h`,
  },
];

/** The rows of a plan: fixed order, then what the request left open. */
export function planRows(plan: PlanAnswer): PlanRow[] {
  const settled = COLUMNS.flatMap((column) => {
    const entry = plan.evidence.find(({ quantity }) => quantity === column.quantity);
    return entry ? [row(column, entry)] : [];
  });
  return [...settled, ...costRows(plan), ...openRows(plan)];
}

function row({ what, show = String }: Column, entry: Evidence): PlanRow {
  const { value, formula, source, kind } = entry;
  // An assumption has no formula beyond its value: its source is the reason.
  const reason = formula.startsWith('assumed ') ? source : formula;
  return { what, value: show(value), reason: kind === 'derived' ? reason : `${reason} (${kind})` };
}

function costRows({ cost }: PlanAnswer): PlanRow[] {
  if (!cost) return [];
  const perMillion = `${cost.usdPerMillionInputTokens.toFixed(2)} in, ${cost.usdPerMillionOutputTokens.toFixed(2)} out`;
  return [
    {
      what: 'cost a million tokens',
      value: `${cost.usdPerMillionTokensBlended.toFixed(2)} USD`,
      reason: `${perMillion}; ${Math.round(cost.idleShare * 100)} % of what is paid for idles at the mean load`,
    },
  ];
}

function openRows({ evidence }: PlanAnswer): PlanRow[] {
  return evidence
    .filter(
      ({ kind, quantity }) =>
        ['assumed', 'measured'].includes(kind) && /^\/(traffic|objectives)\//.test(quantity),
    )
    .filter(({ quantity }) => !COLUMNS.some((column) => column.quantity === quantity))
    .map(({ quantity, value, source, kind, formula }) => ({
      what: quantity.split('/').pop() ?? quantity,
      value: String(Number(value.toPrecision(4))),
      reason: kind === 'assumed' ? `${source} (assumed)` : `${formula}, ${source} (${kind})`,
    }));
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function seconds(value: number): string {
  return `${Math.round(value)} s`;
}
