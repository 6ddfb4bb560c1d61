import type { Rule } from '../rule';
import { backlogIsBounded } from './backlog-is-bounded';
import { behaviorWithinBounds } from './behavior-within-bounds';
import { blindIsNotIdle } from './blind-is-not-idle';
import { cacheUseIsNotAlone } from './cache-use-is-not-alone';
import { cronWindowIsRead } from './cron-window-is-read';
import { drainCoversLongestAnswer } from './drain-covers-longest-answer';
import { engineDrainsOnSigterm } from './engine-drains-on-sigterm';
import { fallbackIsSeen } from './fallback-is-seen';
import { flagExists } from './flag-exists';
import { formulaTargetIsWhole } from './formula-target-is-whole';
import { gaugeHasNoRate } from './gauge-has-no-rate';
import { gpuUseIsNoLoad } from './gpu-use-is-no-load';
import { graceCoversDrain } from './grace-covers-drain';
import { idleReplicasZero } from './idle-replicas-zero';
import { inertCooldown } from './inert-cooldown';
import { labelExists } from './label-exists';
import { livenessWaitsForLoad } from './liveness-waits-for-load';
import { loadingReplicasCount } from './loading-replicas-count';
import { meshSidecarOutlivesDrain } from './mesh-sidecar-outlives-drain';
import { metricExists } from './metric-exists';
import { noDoubleDivision } from './no-double-division';
import { oneSeries } from './one-series';
import { outerLimitsExceedDrain } from './outer-limits-exceed-drain';
import { partialScrapeIsNoticed } from './partial-scrape-is-noticed';
import { pollNotFasterThanScrape } from './poll-not-faster-than-scrape';
import { preStopCallsExist } from './pre-stop-calls-exist';
import { preStopLeavesGrace } from './pre-stop-leaves-grace';
import { preStopPollMatchesOneSeries } from './pre-stop-poll-matches-one-series';
import { queryAnswers } from './query-answers';
import { queryIsPromql } from './query-is-promql';
import { queryIsScoped } from './query-is-scoped';
import { ratioNeedsValue } from './ratio-needs-value';
import { readyTimeoutCoversLoad } from './ready-timeout-covers-load';
import { replicaCountIsExact } from './replica-count-is-exact';
import { resourceMetricExists } from './resource-metric-exists';
import { scaleDownIsPaced } from './scale-down-is-paced';
import { scaleToZeroInOneStep } from './scale-to-zero-in-one-step';
import { serverHasDrainHook } from './server-has-drain-hook';
import { serverIsFirstProcess } from './server-is-first-process';
import { statisticsAreOn } from './statistics-are-on';
import { triggerCanFire } from './trigger-can-fire';
import { triggerIsComplete } from './trigger-is-complete';
import { variableExists } from './variable-exists';
import { zeroCanWake } from './zero-can-wake';

/** Every rule, in the order of the ids. */
export const RULES: readonly Rule[] = [
  metricExists,
  labelExists,
  oneSeries,
  blindIsNotIdle,
  ratioNeedsValue,
  noDoubleDivision,
  gaugeHasNoRate,
  inertCooldown,
  idleReplicasZero,
  scaleToZeroInOneStep,
  scaleDownIsPaced,
  fallbackIsSeen,
  triggerIsComplete,
  pollNotFasterThanScrape,
  loadingReplicasCount,
  graceCoversDrain,
  engineDrainsOnSigterm,
  drainCoversLongestAnswer,
  outerLimitsExceedDrain,
  preStopPollMatchesOneSeries,
  preStopCallsExist,
  preStopLeavesGrace,
  backlogIsBounded,
  livenessWaitsForLoad,
  meshSidecarOutlivesDrain,
  variableExists,
  statisticsAreOn,
  serverIsFirstProcess,
  cronWindowIsRead,
  formulaTargetIsWhole,
  queryIsScoped,
  behaviorWithinBounds,
  flagExists,
  readyTimeoutCoversLoad,
  serverHasDrainHook,
  triggerCanFire,
  queryAnswers,
  partialScrapeIsNoticed,
  zeroCanWake,
  replicaCountIsExact,
  gpuUseIsNoLoad,
  resourceMetricExists,
  cacheUseIsNotAlone,
  queryIsPromql,
];
