import type { CostPlan, FleetPlan, PlanAnswer, ReplicaPlan } from '../capacity/answer';
import { scaledHistory, type TrafficHistory } from '../capacity/history/traffic-history';
import { Ledger, round } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { TrafficRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { settleLoad } from '../capacity/settle-load';
import { costSection } from './cost-section';
import type { Settled } from './scaling-section';
import type { Sized } from './select';
import { settleFleet } from './settle-fleet';
import { trafficTimes } from './traffic-times';

/** One quantity of the plan at once and at twice the traffic. */
export interface DoubledTerm {
  /** JSON pointer into the plan. */
  readonly quantity: string;
  readonly once: number;
  readonly twice: number;
  /** Why it grows as it does. */
  readonly because: string;
}

/** What twice the traffic does to one plan, its layout kept. */
export interface Doubled {
  readonly terms: readonly DoubledTerm[];
  /** The same in one sentence. */
  readonly summary: string;
}

/** Inputs and load of the same service with twice the traffic. */
export interface TwiceTheTraffic {
  readonly traffic: TrafficRequest;
  readonly history?: TrafficHistory;
  readonly load: Load;
}

/** Twice the traffic of a request that has any. */
export function twiceTheTraffic(inputs: PlanInputs): TwiceTheTraffic | undefined {
  const { traffic } = inputs.request;
  if (!traffic) return undefined;
  const more = trafficTimes(traffic, 2);
  const history = inputs.history && scaledHistory(inputs.history, 2);
  const request = { ...inputs.request, traffic: more };
  const load = settleLoad({ ...inputs, request, history }, new Ledger(inputs.request.pins));
  return load && { traffic: more, history, load };
}

/** The same service with twice the traffic on the same layout; absent without a fleet. */
export function doubledTraffic(
  inputs: PlanInputs,
  chosen: Sized,
  plan: PlanAnswer,
  { traffic, history, load }: TwiceTheTraffic,
): Doubled | undefined {
  const { replica, fleet, coldStart, drain } = plan;
  if (!replica || !fleet) return undefined;
  const more = { ...inputs, request: { ...inputs.request, traffic }, history };
  const ledger = new Ledger(inputs.request.pins);
  const twice = settleFleet(more, { chosen }, load, ledger, { coldStart, drain });
  if (!twice) return undefined;
  const cost = costSection(more, twice, ledger);
  const terms = [
    ...rateTerms(replica, twice),
    ...replicaTerms(fleet, replica, twice),
    ...costTerms(plan.cost, cost),
  ];
  return { terms, summary: summaryOf(fleet, replica, twice, plan.cost, cost) };
}

function rateTerms(replica: ReplicaPlan, twice: Settled): DoubledTerm[] {
  return [
    {
      quantity: '/replica/maxRequestsPerSecond',
      once: replica.maxRequestsPerSecond,
      twice: twice.replica.maxRequestsPerSecond,
      because:
        'the batch that the objectives allow, and the variance of arrivals, are in the rate of a replica already: neither grows with the fleet',
    },
    {
      quantity: '/replica/inFlightScaleTarget',
      once: replica.inFlightScaleTarget,
      twice: twice.replica.inFlightScaleTarget,
      because:
        'noise of independent replicas adds as squares, so each of more replicas leaves less room for it, and spares are a smaller share',
    },
  ];
}

function replicaTerms(fleet: FleetPlan, replica: ReplicaPlan, twice: Settled): DoubledTerm[] {
  const { sizes, load } = twice;
  const { gpus } = replica;
  const term = (
    quantity: keyof FleetPlan,
    because: (once: number, twice: number) => string,
  ): DoubledTerm => {
    const once = fleet[quantity];
    const then = twice.fleet[quantity];
    return { quantity: `/fleet/${quantity}`, once, twice: then, because: because(once, then) };
  };
  const spare = `${load.spareReplicas} spare`;
  return [
    term('replicasForObjectives', rounding(load.peak / 2 / replica.maxRequestsPerSecond)),
    term('replicasForGrowth', rounding(sizes.rateWithGrowth / 2 / sizes.perReplicaInBurst)),
    term('spareReplicas', () => 'one replica may fail at a time, whatever the traffic'),
    term('minReplicas', (once, then) => {
      if (then === 2 * once) return 'the quietest hour doubles';
      const least = once === 2 ? 'two stand in any case' : `${spare} does not`;
      return `the quietest hour doubles; ${least}, and counts are rounded up`;
    }),
    term('gpusAtPeak', (once, then) =>
      then === 2 * once
        ? `${then / gpus} replicas of ${gpus} for ${once / gpus}`
        : `${then / gpus} replicas of ${gpus} for ${once / gpus}: ${spare} in either, and counts are rounded up`,
    ),
    term('gpusAtMax', () => `the peak and what grows in one cold start, with ${spare}`),
  ];
}

/** Whole replicas: what was rounded up before leaves room for some of what comes. */
function rounding(exact: number): (once: number, twice: number) => string {
  return (once, twice) =>
    twice === 2 * once
      ? `${round(exact)} and ${round(2 * exact)}, rounded up`
      : `${round(exact)} and ${round(2 * exact)}, rounded up: ${once} left room for part of the rest`;
}

function costTerms(once: CostPlan | undefined, twice: CostPlan | undefined): DoubledTerm[] {
  if (!once || !twice) return [];
  const term = (quantity: keyof CostPlan, because: string): DoubledTerm => ({
    quantity: `/cost/${quantity}`,
    once: once[quantity],
    twice: twice[quantity],
    because,
  });
  const idle = `${percent(once.idleShare)} of what is paid for idles at the mean, then ${percent(twice.idleShare)}`;
  return [
    term('usdPerHourMean', idle),
    term('usdPerHourAtMax', 'as the GPUs of the maximum'),
    term('usdPerMillionTokensBlended', idle),
  ];
}

function summaryOf(
  fleet: FleetPlan,
  { gpus }: ReplicaPlan,
  twice: Settled,
  cost?: CostPlan,
  then?: CostPlan,
): string {
  const ratio = twice.fleet.gpusAtPeak / fleet.gpusAtPeak;
  const money =
    cost && then
      ? `, ${round(cost.usdPerHourMean)} to ${round(then.usdPerHourMean)} USD/h at the mean`
      : '';
  return `${fleet.gpusAtPeak / gpus} to ${twice.fleet.gpusAtPeak / gpus} replicas and ${fleet.gpusAtPeak} to ${twice.fleet.gpusAtPeak} GPUs at the peak (× ${ratio.toFixed(2)})${money}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
