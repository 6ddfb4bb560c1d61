import type {
  AlertPlan,
  ColdStartPlan,
  DrainPlan,
  FleetPlan,
  ReplicaPlan,
  ScalingPlan,
} from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import { assumptions, kubernetesVersionOf } from '../capacity/defaults';
import { type FleetSizes, mostWaiting } from '../capacity/fleet';
import { residentBlocks } from '../capacity/kv-blocks';
import type { Ledger } from '../capacity/ledger';
import type { Load, ReplicaRates } from '../capacity/load';
import type { PlanRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { hasFeature } from '../kube/versions';
import { alerts } from '../scaling/alerts';
import { scalingBehavior } from '../scaling/behavior';
import { type ReadyMetric, type SeriesScope, servingPods } from '../scaling/promql';
import { scalingSignals } from '../scaling/signals';
import { floorsSection } from './floors-section';
import { forecastSection } from './forecast-section';
import { timeToScaleSeconds } from './timing';
import { zeroSection } from './zero-section';

/** What of the plan the scaler and the alerts follow. */
export interface Settled {
  readonly candidate: Candidate;
  readonly load: Load;
  readonly rates: ReplicaRates;
  readonly sizes: FleetSizes;
  readonly replica: ReplicaPlan;
  readonly fleet: FleetPlan;
  readonly coldStart: ColdStartPlan;
  readonly drain: DrainPlan;
}

/** Scrapes in a window of a rate: four survive one lost scrape. */
const SCRAPES_IN_WINDOW = 8;
/** Reads that must fail in a row: three HPA syncs, well under a minute. */
const FALLBACK_AFTER = 3;
const FULLEST_KV = 0.9;

export function scalingSection(inputs: PlanInputs, plan: Settled, ledger: Ledger): ScalingPlan {
  const { request } = inputs;
  const scope = scopeOf(inputs);
  if (!scope.kubeStateMetrics) warnUnguarded(ledger);
  const frontDoor = request.scaling?.scaleToZero;
  const toScale = timeToScaleSeconds(inputs, plan.coldStart.seconds);
  const forecast = forecastSection(inputs, scope, plan, {
    leadSeconds: toScale,
    intervalSeconds: scrapeSeconds(inputs),
  });
  return {
    signals: [
      ...scalingSignals(
        scope,
        {
          inFlightTarget: plan.replica.inFlightScaleTarget,
          maxWaiting: mostWaiting(plan.sizes, plan.replica.inFlightScaleTarget),
          // The trigger sums the ranks of a replica.
          queueThreshold: queueThreshold(inputs, plan) * plan.candidate.parallelism.data,
          kvUsageThreshold: kvUsageThreshold(plan),
          timeToFirstTokenSeconds: plan.load.objectives.timeToFirstTokenP95Ms / 1000,
          replicasWithGrowth: plan.sizes.replicasAtPeak + plan.sizes.growthReplicas,
          growthRatio: growthRatio(plan, kubernetesVersionOf(request)),
          windowSeconds: windowSeconds(inputs),
          frontDoor: frontDoor && {
            query: frontDoor.query,
            perReplica: plan.replica.maxRequestsPerSecond,
          },
        },
        request.scaling?.signals ?? [],
      ),
      ...forecast.signals,
    ],
    recordings: forecast.recordings,
    floors: floorsSection(inputs, plan, ledger),
    behavior: scalingBehavior({
      kubernetesVersion: kubernetesVersionOf(request),
      coldStartSeconds: plan.coldStart.seconds,
      timeToScaleSeconds: toScale,
      graceSeconds: plan.drain.graceSeconds,
      growthReplicas: plan.sizes.growthReplicas,
      scaleUpWindowSeconds: assumptions.scaleUpWindowSeconds.value,
    }),
    // A fallback counts as activity, which at zero is a wake-up; without one nothing changes.
    fallback: frontDoor
      ? undefined
      : {
          failureThreshold: FALLBACK_AFTER,
          // More than the minimum would be jumped to before the first replica can be scraped.
          replicas: plan.fleet.minReplicas,
          behavior: 'currentReplicasIfHigher',
        },
    zero: zeroSection(inputs, plan.coldStart, ledger),
    timeToScaleSeconds: toScale,
  };
}

/** An HPA whose tolerance cannot be set ignores a tenth: a ratio capped at that never fires. */
const BEYOND_TOLERANCE = 1.11;

function growthRatio({ sizes }: Settled, kubernetesVersion: string): number {
  const ratio = 1 + sizes.growthReplicas / sizes.replicasAtPeak;
  return hasFeature(kubernetesVersion, 'hpaTolerance') ? ratio : Math.max(ratio, BEYOND_TOLERANCE);
}

export function alertSection(inputs: PlanInputs, plan: Settled): AlertPlan[] {
  const { objectives } = plan.load;
  return alerts(scopeOf(inputs), {
    queueThreshold: queueThreshold(inputs, plan),
    timeToFirstTokenSeconds: objectives.timeToFirstTokenP95Ms / 1000,
    timePerOutputTokenSeconds: objectives.timePerOutputTokenP95Ms / 1000,
    coldStartSeconds: plan.coldStart.seconds,
    minReplicas: plan.fleet.minReplicas,
    maxReplicas: plan.fleet.maxReplicas,
    windowSeconds: windowSeconds(inputs),
    frontDoorQuery: inputs.request.scaling?.scaleToZero?.query,
  });
}

/** The series of the service of a request. */
export function scopeOf({
  request,
  name,
  namespace,
  engine,
}: Pick<PlanInputs, 'request' | 'name' | 'namespace'> & {
  readonly engine: { readonly version: string };
}): SeriesScope {
  return {
    namespace,
    service: name,
    matchers: request.platform?.metricsMatchers ?? {},
    engineVersion: engine.version,
    podPattern: servingPods(name, request.workload ?? 'leader-worker-set'),
    kubeStateMetrics: request.platform?.kubeStateMetrics ?? true,
    readyMetric: readyMetricOf(request),
  };
}

/** What tells Ready pods on the backend of a request. */
export function readyMetricOf({ platform }: PlanRequest): ReadyMetric {
  const isManaged = ['google', 'azure'].includes(platform?.metricsBackend ?? 'prometheus');
  return isManaged ? 'kube_pod_container_status_ready' : 'kube_pod_status_ready';
}

function warnUnguarded(ledger: Ledger): void {
  ledger.warn(
    'unguarded-queries',
    '/platform/kubeStateMetrics',
    'without kube-state-metrics a half-blind backend looks like half the load and removes replicas',
    'feed kube-state-metrics into the same backend and set kubeStateMetrics to true',
  );
}

function windowSeconds(inputs: PlanInputs): number {
  return scrapeSeconds(inputs) * SCRAPES_IN_WINDOW;
}

function scrapeSeconds({ request }: PlanInputs): number {
  return request.platform?.scrapeIntervalSeconds ?? assumptions.scrapeIntervalSeconds.value;
}

/**
 * Prompts that prefill clears in what the objective leaves after an undisturbed first token, and
 * no more than find a slot in that time: short prompts of long answers wait for one.
 */
function queueThreshold({ engine, model }: PlanInputs, plan: Settled): number {
  const { load, rates, replica } = plan;
  const { law, limit } = rates;
  if (!model) {
    const perMs = replica.maxRequestsPerSecond / 1000;
    return Math.max(1, Math.floor(load.objectives.timeToFirstTokenP95Ms * perMs));
  }
  const step = law.baseMs + law.perInputTokenMs * engine.maxNumBatchedTokens;
  const prompt = load.inputTokens * (1 - load.cachedInputShare);
  const perMs = engine.maxNumBatchedTokens / step / prompt;
  const mean = limit.state?.timeToFirstTokenMeanMs ?? 0;
  const waitMs = load.objectives.timeToFirstTokenP95Ms - mean;
  const freed = (replica.maxRequestsPerSecond * waitMs) / 1000;
  const slots = replica.inFlightLimit - replica.inFlightAtObjective + freed;
  const ranks = plan.candidate.parallelism.data;
  return Math.max(1, Math.floor(Math.min(waitMs * perMs, slots / ranks)));
}

function kvUsageThreshold({ candidate, load, replica }: Settled): number {
  const { pool } = candidate.memory;
  if (pool.blocks === 0) return FULLEST_KV;
  const held = load.inputTokens * (1 - load.cachedInputShare) + load.outputTokens / 2;
  const perRank = replica.inFlightScaleTarget / candidate.parallelism.data;
  const usage = (residentBlocks(pool, held) * perRank) / pool.blocks;
  return Number(Math.min(FULLEST_KV, Math.max(usage, 0.01)).toFixed(3));
}
