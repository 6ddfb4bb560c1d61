import type { PlanAnswer } from '../capacity/answer';
import type { DoubledTerm } from '../plan/doubled';
import type { Recommended } from '../plan/recommend';

/** A table of plans: the head, then a row a plan. */
export interface RecommendTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Whether a column holds words; all others hold figures, aligned at their end. */
export function isText(head: string): boolean {
  return /^(choice|format|layout|binds|quantity|because)$/.test(head);
}

interface Column {
  readonly head: string;
  readonly show: (plan: Recommended) => string;
}

const CHOICE: readonly Column[] = [
  { head: '#', show: ({ recommendation }) => String(recommendation.rank) },
  { head: 'choice', show: ({ choice }) => choiceText(choice) },
  { head: 'format', show: formatText },
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

/** What there is to say about the first plan beside its numbers. */
export function remarks([first, ...others]: readonly Recommended[]): string[] {
  const { model, replica, split, warnings, recommendation } = first;
  const { because, stated, priceSource, cheapestAtTwice } = recommendation;
  const relaxed = (replica?.relaxed ?? []).map(
    (row) =>
      `${row.constraint} binds a replica at ${figure(replica?.maxRequestsPerSecond ?? 0)} requests/s; at ${figure(row.relaxedTo)} instead of ${figure(row.limit)} it would carry ${figure(row.maxRequestsPerSecond)}, and ${row.bindingConstraint} would bind`,
  );
  const needs = warnings.filter(({ code }) => code === 'needs-checkpoint');
  return [
    because,
    ...relaxed,
    ...(split
      ? [`prefill and decode apart ${split.helps ? 'help' : 'do not help'}: ${split.because}`]
      : []),
    ...(stated.model === undefined ? [] : [`weights: ${model}`]),
    ...needs.map(({ message, fix }) => `${message}: ${fix}`),
    ...(needs.length > 0 ? readyOf(others) : []),
    ...(priceSource ? [`price: ${priceSource}`] : []),
    ...(cheapestAtTwice
      ? [
          `at twice the traffic ${choiceText(cheapestAtTwice)}, ${cheapestAtTwice.quantization}, is cheaper`,
        ]
      : []),
  ];
}

/** The cheapest whose weights exist. */
function readyOf(plans: readonly Recommended[]): string[] {
  const ready = plans.find((plan) => !needsCheckpoint(plan));
  if (!ready) return [];
  const { choice, recommendation } = ready;
  return [
    `with weights that exist, number ${recommendation.rank} is the cheapest: ${choiceText(choice)}, ${choice.quantization}`,
  ];
}

/** Service and model; of several checkpoints the one that was asked for. */
export function titleOf(plans: readonly Recommended[]): string {
  const asked = plans.find(({ recommendation }) => recommendation.stated.model === undefined);
  const { name, model } = asked ?? plans[0];
  return name === model ? model : `${name}: ${model}`;
}

/** What a mark in the table stands for. */
export function footnote(plans: readonly Recommended[]): string[] {
  return plans.some(needsCheckpoint)
    ? ['* needs a checkpoint in that format, and a look at what it answers']
    : [];
}

function formatText(plan: Recommended): string {
  return needsCheckpoint(plan) ? `${plan.choice.quantization} *` : plan.choice.quantization;
}

function needsCheckpoint({ warnings }: Recommended): boolean {
  return warnings.some(({ code }) => code === 'needs-checkpoint');
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
