import type { PlanAnswer } from '../capacity/answer';
import type { DoubledTerm } from '../plan/doubled';
import type { Recommended } from '../plan/recommend';

/** A table of plans: the head, then a row a plan. */
export interface RecommendTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface Column {
  readonly head: string;
  readonly show: (plan: Recommended) => string;
}

const CHOICE: readonly Column[] = [
  { head: '#', show: ({ recommendation }) => String(recommendation.rank) },
  { head: 'choice', show: ({ choice }) => choiceText(choice) },
  { head: 'format', show: ({ choice }) => choice.quantization },
  { head: 'layout', show: ({ choice }) => layoutText(choice) },
];

const WITH_TRAFFIC: readonly Column[] = [
  { head: 'replicas', show: ({ fleet, replica }) => replicasText(fleet, replica) },
  { head: 'GPUs', show: ({ fleet }) => String(fleet?.gpusAtPeak ?? '') },
  { head: 'USD/h', show: ({ recommendation }) => usd(recommendation.usdPerHourAtPeak) },
  { head: 'mean', show: ({ cost }) => usd(cost?.usdPerHourMean) },
  { head: 'USD/M out', show: ({ cost }) => usd(cost?.usdPerMillionOutputTokens) },
  { head: 'USD/M', show: ({ cost }) => usd(cost?.usdPerMillionTokensBlended) },
  { head: 'binds', show: ({ replica }) => replica?.bindingConstraint ?? 'misses the objectives' },
];

const WITHOUT_TRAFFIC: readonly Column[] = [
  { head: 'GPUs', show: ({ choice }) => String(gpusOf(choice)) },
  { head: 'USD/h', show: ({ recommendation }) => usd(recommendation.usdPerHourOfReplica) },
  { head: 'KV tokens', show: ({ memory }) => memory.kvCacheTokens.toLocaleString('en-US') },
  { head: 'contexts', show: ({ memory }) => memory.maxConcurrency.toFixed(1) },
  { head: 'empty step', show: ({ speed }) => `${speed.baseStepMs.toFixed(1)} ms` },
];

/** The plans as rows, by what the request lets them say. */
export function recommendTable(plans: readonly Recommended[]): RecommendTable {
  const hasFleet = plans.some(({ fleet }) => fleet !== undefined);
  const columns = [...CHOICE, ...(hasFleet ? WITH_TRAFFIC : WITHOUT_TRAFFIC)];
  return {
    head: columns.map(({ head }) => head),
    rows: plans.map((plan) => columns.map(({ show }) => show(plan))),
  };
}

/** What twice the traffic does, a row a quantity. */
export function doubledTable(terms: readonly DoubledTerm[]): RecommendTable {
  return {
    head: ['quantity', 'now', 'at twice', 'ratio', 'because'],
    rows: terms.map(({ quantity, once, twice, because }) => [
      quantity,
      figure(once),
      figure(twice),
      once === 0 ? '' : `× ${(twice / once).toFixed(2)}`,
      because,
    ]),
  };
}

/** What binds the first plan, what more of it would buy, and whether two pools would help. */
export function remarks({ replica, split, warnings, recommendation }: Recommended): string[] {
  const relaxed = (replica?.relaxed ?? []).map(
    (row) =>
      `${row.constraint} binds a replica at ${figure(replica?.maxRequestsPerSecond ?? 0)} requests/s; at ${figure(row.relaxedLimit)} instead of ${figure(row.limit)} it would carry ${figure(row.maxRequestsPerSecond)}, and ${row.bindingConstraint} would bind`,
  );
  const pools = split
    ? [
        `prefill and decode apart ${split.helps ? 'would help' : 'would not help'}: ${split.because}`,
      ]
    : [];
  const needs = warnings
    .filter(({ code }) => code === 'needs-checkpoint')
    .map(({ message, fix }) => `${message}: ${fix}`);
  const price = recommendation.priceSource ? [`price: ${recommendation.priceSource}`] : [];
  return [recommendation.because, ...relaxed, ...pools, ...needs, ...price];
}

/** The model, where the choice is another checkpoint than the one that was asked for. */
export function titleOf(plans: readonly Recommended[]): string {
  const [first] = plans;
  const model = first.recommendation.stated.model ?? first.model;
  return `${first.name}: ${typeof model === 'string' ? model : first.model}`;
}

/** `H100-SXM × 8 on aws/p5.48xlarge` */
export function choiceText(choice: PlanAnswer['choice']): string {
  return `${choice.accelerator} × ${gpusOf(choice)} on ${choice.node}`;
}

function layoutText({ tensor, pipeline, data, expert }: PlanAnswer['choice']): string {
  const parts = [`tp${tensor}`];
  if (pipeline > 1) parts.push(`pp${pipeline}`);
  if (data > 1) parts.push(`dp${data}`);
  if (expert) parts.push('ep');
  return parts.join(' ');
}

function replicasText(fleet: PlanAnswer['fleet'], replica: PlanAnswer['replica']): string {
  if (!fleet || !replica) return '';
  return `${fleet.minReplicas} to ${fleet.gpusAtPeak / replica.gpus}`;
}

function gpusOf({ tensor, pipeline, data }: PlanAnswer['choice']): number {
  return tensor * pipeline * data;
}

function usd(value: number | undefined): string {
  return value === undefined ? 'unknown' : value.toFixed(2);
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
