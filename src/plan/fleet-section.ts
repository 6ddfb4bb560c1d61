import type { FleetPlan, ReplicaPlan } from '../capacity/answer';
import { rateBand } from '../capacity/calibration/rate-band';
import { type Candidate, engineLimits, requestShape } from '../capacity/candidate';
import { type FleetSizes, replicasFor } from '../capacity/fleet';
import { type Ledger, round } from '../capacity/ledger';
import type { Load, ReplicaRates } from '../capacity/load';
import { GIB } from '../capacity/memory';
import { relaxedLimit } from '../capacity/relaxed';
import type { PlanInputs } from '../capacity/resolve';
import { podResources } from '../capacity/resources';
import { steadyState } from '../capacity/steady-state';
import { settleMinimum } from './minimum';

const DES = 'closed form of the steady state, checked against a discrete-event simulation';
/** Requests in flight on one replica at a rate: the batch and those still in prefill. */
export function inFlightAt(
  inputs: PlanInputs,
  candidate: Candidate,
  load: Load,
  rates: ReplicaRates,
  requestsPerSecond: number,
): number {
  const { timeToFirstTokenP95Ms, timePerOutputTokenP95Ms } = load.objectives;
  const atObjectives = timeToFirstTokenP95Ms + load.outputTokens * timePerOutputTokenP95Ms;
  if (inputs.model === undefined) return (requestsPerSecond * atObjectives) / 1000;
  const { data } = candidate.parallelism;
  const limits = engineLimits(candidate);
  const perRank = requestsPerSecond / data;
  const state = steadyState(rates.law, requestShape(load), limits, perRank);
  if (!state) return (requestsPerSecond * atObjectives) / 1000;
  return (
    requestsPerSecond *
    ((state.timeToFirstTokenMeanMs + load.outputTokens * state.meanStepMs) / 1000)
  );
}

/** Deviations of the whole service's in-flight count that must not ask for another replica. */
const NOISE = 2;

/**
 * What noise adds to the requests in flight of one replica: deviations of independent replicas
 * add as squares, so a larger fleet is quieter. The scaler acts on single readings.
 */
export function noiseShare(
  inputs: PlanInputs,
  candidate: Candidate,
  load: Load,
  rates: ReplicaRates,
  requestsPerSecond: number,
  replicas: number,
): number {
  const { data } = candidate.parallelism;
  const limits = engineLimits(candidate);
  const state = steadyState(rates.law, requestShape(load), limits, requestsPerSecond / data);
  const deviation = state && inputs.model ? state.inFlightDeviation * Math.sqrt(data) : 0;
  return (NOISE * deviation) / Math.sqrt(replicas);
}

/** One replica: its rate, its thresholds and what its pods ask for. */
export function replicaSection(
  inputs: PlanInputs,
  candidate: Candidate,
  load: Load,
  rates: ReplicaRates,
  sizes: FleetSizes,
  maxRequestsPerSecond: number,
  ledger: Ledger,
): ReplicaPlan {
  const at = (rate: number): number => inFlightAt(inputs, candidate, load, rates, rate);
  const gpusPerPod = Math.ceil(candidate.gpus / candidate.nodes);
  const adapterBytes = (candidate.memory.lora?.hostPerGpu ?? 0) * gpusPerPod;
  const pods = podResources(
    candidate.node,
    gpusPerPod,
    candidate.weights.checkpointBytes,
    (inputs.request.caches?.weights ?? 'none') === 'none',
    adapterBytes,
  );
  const noise = noiseShare(inputs, candidate, load, rates, sizes.scaleRate, sizes.replicasAtPeak);
  const target = Math.max(1, Math.ceil(at(sizes.scaleRate) + noise));
  const isMeasured = inputs.request.measured?.maxRequestsPerSecond !== undefined;
  return {
    maxRequestsPerSecond,
    bindingConstraint: isMeasured ? 'measured' : rates.limit.bindingConstraint,
    relaxed: isMeasured ? [] : [relaxedLimit(candidate, load, rates)],
    inFlightAtObjective: Math.round(at(maxRequestsPerSecond)),
    inFlightScaleTarget: ledger.settle('/replica/inFlightScaleTarget', target, {
      unit: 'requests',
      kind: 'derived',
      formula: `${round(at(sizes.scaleRate))} in flight at ${round(sizes.scaleRate)} requests/s, where the next replica is due, and ${round(noise)} for noise`,
      source: DES,
    }),
    inFlightLimit: Math.floor(rates.slots.limit * candidate.parallelism.data),
    gpus: candidate.gpus,
    nodes: candidate.nodes,
    ...pods,
    cpu: ledger.settle('/replica/cpu', pods.cpu, {
      unit: 'cores',
      kind: 'assumed',
      formula: `4 and 4 a GPU, at most the share of ${candidate.node.id}`,
      source: 'API server, engine core and a worker a GPU each keep about one core busy',
    }),
    memoryGiB: ledger.settle('/replica/memoryGiB', pods.memoryGiB, {
      unit: 'GiB',
      kind: 'assumed',
      formula: `6 and 5 a GPU and /dev/shm${adapterBytes > 0 ? ` and ${round(adapterBytes / GIB)} for adapters` : ''}, at most the share of ${candidate.node.id}`,
      source: 'resident memory of the processes; page cache only in the limit',
    }),
  };
}

/** The rate of one replica as evidence; pins apply here, before anything is sized with it. */
export function settleRate(
  inputs: PlanInputs,
  candidate: Candidate,
  rates: ReplicaRates,
  load: Load,
  ledger: Ledger,
): number {
  const measured = inputs.request.measured?.maxRequestsPerSecond;
  const { limit } = rates;
  const state = limit.state;
  const { timeToFirstTokenP95Ms, timePerOutputTokenP95Ms } = load.objectives;
  const reached = state
    ? `TTFT p95 ${round(state.timeToFirstTokenP95Ms)} of ${timeToFirstTokenP95Ms} ms, TPOT p95 ${round(state.timePerOutputTokenP95Ms)} of ${timePerOutputTokenP95Ms} ms`
    : 'the engine is saturated';
  const value = measured ?? limit.requestsPerSecond;
  const band = rateBand(inputs, candidate, load);
  return ledger.settle('/replica/maxRequestsPerSecond', value, {
    unit: 'requests/s',
    kind: measured === undefined ? 'derived' : 'measured',
    formula:
      measured === undefined ? `${limit.bindingConstraint} binds: ${reached}` : 'as measured',
    source: measured === undefined ? DES : 'measured.maxRequestsPerSecond',
    low: measured === undefined ? value * band.low : undefined,
    high: measured === undefined ? value * band.high : undefined,
  });
}

/** Replicas at minimum, peak and maximum. */
export function fleetSection(
  inputs: PlanInputs,
  candidate: Candidate,
  load: Load,
  sizes: FleetSizes,
  perReplica: number,
  ledger: Ledger,
): Omit<FleetPlan, 'gpusAtMean'> {
  const isMeasured = inputs.request.measured?.maxRequestsPerSecond !== undefined;
  const band = isMeasured ? { low: 1, high: 1 } : rateBand(inputs, candidate, load);
  const count = (rate: number): number => replicasFor(load.peak, rate) + load.spareReplicas;
  const low = Math.min(count(perReplica * band.high), sizes.replicasAtPeak);
  const high = Math.max(count(perReplica * band.low), sizes.replicasAtPeak);
  const origin = {
    unit: 'replicas',
    kind: 'derived' as const,
    source: 'no utilization factor and no percentage stacked: the rate holds the variance',
  };
  ledger.settle('/fleet/replicasForObjectives', sizes.replicasForObjectives, {
    ...origin,
    formula: `${round(load.peak)} / ${round(perReplica)} requests/s, rounded up`,
  });
  ledger.settle('/fleet/replicasForGrowth', sizes.replicasForGrowth, {
    ...origin,
    formula: `${round(sizes.rateWithGrowth)} / ${round(sizes.perReplicaInBurst)} requests/s, rounded up: TTFT may triple while a new replica starts`,
  });
  const floors = (inputs.request.scaling?.floors ?? []).map(({ replicas }) => replicas);
  const minReplicas = settleMinimum(inputs.request, load, sizes, origin, ledger);
  const maxReplicas = ledger.settle(
    '/fleet/maxReplicas',
    Math.max(sizes.maxReplicas, minReplicas, ...floors),
    {
      ...origin,
      formula: `${sizes.replicasAtPeak} at the peak with ${load.spareReplicas} spare, and ${sizes.growthReplicas} for one cold start of growth`,
    },
  );
  const { gpus } = candidate;
  const surge = inputs.request.workload === 'deployment' ? 1 : 0;
  return {
    replicasForObjectives: sizes.replicasForObjectives,
    replicasForGrowth: sizes.replicasForGrowth,
    spareReplicas: load.spareReplicas,
    minReplicas,
    maxReplicas,
    replicasLow: low,
    replicasHigh: high,
    gpusAtMin: minReplicas * gpus,
    // What is pinned holds at the peak too.
    gpusAtPeak: Math.min(maxReplicas, Math.max(sizes.replicasAtPeak, minReplicas)) * gpus,
    gpusAtMax: maxReplicas * gpus,
    // A Deployment replaces a terminating pod at once, so a roll-out holds one more for a drain.
    gpusDuringRollout: (maxReplicas + surge) * gpus,
  };
}
