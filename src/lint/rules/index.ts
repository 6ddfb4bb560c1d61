import type { Rule } from '../rule';
import { backlogIsBounded } from './backlog-is-bounded';
import { behaviorWithinBounds } from './behavior-within-bounds';
import { blindIsNotIdle } from './blind-is-not-idle';
import { budgetLetsNodesDrain } from './budget-lets-nodes-drain';
import { cacheUseIsNotAlone } from './cache-use-is-not-alone';
import { cronWindowIsRead } from './cron-window-is-read';
import { drainCoversLongestAnswer } from './drain-covers-longest-answer';
import { engineDrainsOnSigterm } from './engine-drains-on-sigterm';
import { fallbackIsSeen } from './fallback-is-seen';
import { flagExists } from './flag-exists';
import { formulaTargetIsWhole } from './formula-target-is-whole';
import { gaugeHasNoRate } from './gauge-has-no-rate';
import { gpuUseIsNoLoad } from './gpu-use-is-no-load';
import { gpusAreLimits } from './gpus-are-limits';
import { graceCoversDrain } from './grace-covers-drain';
import { groupRunsOneServer } from './group-runs-one-server';
import { groupUnavailableOne } from './group-unavailable-one';
import { hostPortAllowsNeighbours } from './host-port-allows-neighbours';
import { hpaKeepsGitopsLabel } from './hpa-keeps-gitops-label';
import { idleReplicasZero } from './idle-replicas-zero';
import { imageIsPinned } from './image-is-pinned';
import { inertCooldown } from './inert-cooldown';
import { jobsAndClaimsSurviveSync } from './jobs-and-claims-survive-sync';
import { labelExists } from './label-exists';
import { livenessWaitsForLoad } from './liveness-waits-for-load';
import { loadingReplicasCount } from './loading-replicas-count';
import { maximumFitsQuota } from './maximum-fits-quota';
import { meshSidecarOutlivesDrain } from './mesh-sidecar-outlives-drain';
import { metricExists } from './metric-exists';
import { minimumIsStated } from './minimum-is-stated';
import { monitorSelectsPods } from './monitor-selects-pods';
import { noCpuMemoryTrigger } from './no-cpu-memory-trigger';
import { noDevelopmentEndpoints } from './no-development-endpoints';
import { noDoubleDivision } from './no-double-division';
import { noRemoteCode } from './no-remote-code';
import { noSecretInManifest } from './no-secret-in-manifest';
import { nodeLabelScalesFromZero } from './node-label-scales-from-zero';
import { oneSeries } from './one-series';
import { outerLimitsExceedDrain } from './outer-limits-exceed-drain';
import { partialScrapeIsNoticed } from './partial-scrape-is-noticed';
import { pollNotFasterThanScrape } from './poll-not-faster-than-scrape';
import { portsAgree } from './ports-agree';
import { preStopCallsExist } from './pre-stop-calls-exist';
import { preStopLeavesGrace } from './pre-stop-leaves-grace';
import { preStopPollMatchesOneSeries } from './pre-stop-poll-matches-one-series';
import { queryAnswers } from './query-answers';
import { queryIsPromql } from './query-is-promql';
import { queryIsScoped } from './query-is-scoped';
import { queryNamesService } from './query-names-service';
import { quotaCountsGpus } from './quota-counts-gpus';
import { rateWindowHoldsSamples } from './rate-window-holds-samples';
import { ratioNeedsValue } from './ratio-needs-value';
import { readinessByHttp } from './readiness-by-http';
import { readyTimeoutCoversLoad } from './ready-timeout-covers-load';
import { replicaCountIsExact } from './replica-count-is-exact';
import { replicasBesideAutoscaler } from './replicas-beside-autoscaler';
import { resourceMetricExists } from './resource-metric-exists';
import { rolloutFitsQuota } from './rollout-fits-quota';
import { rolloutKeepsServing } from './rollout-keeps-serving';
import { runsUnprivileged } from './runs-unprivileged';
import { scaleDownIsPaced } from './scale-down-is-paced';
import { scaleToZeroInOneStep } from './scale-to-zero-in-one-step';
import { scalerTargetExists } from './scaler-target-exists';
import { serverHasDrainHook } from './server-has-drain-hook';
import { serverIsFirstProcess } from './server-is-first-process';
import { serviceNameSparesEngine } from './service-name-spares-engine';
import { serviceSelectsPods } from './service-selects-pods';
import { sharedMemoryForRanks } from './shared-memory-for-ranks';
import { startupBudgetCoversColdStart } from './startup-budget-covers-cold-start';
import { statisticsAreOn } from './statistics-are-on';
import { triggerCanFire } from './trigger-can-fire';
import { triggerExists } from './trigger-exists';
import { triggerIsComplete } from './trigger-is-complete';
import { variableExists } from './variable-exists';
import { versionWithoutAdvisory } from './version-without-advisory';
import { warmNodesHaveImages } from './warm-nodes-have-images';
import { weightsFitGpus } from './weights-fit-gpus';
import { weightsServeAllPods } from './weights-serve-all-pods';
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
  startupBudgetCoversColdStart,
  readinessByHttp,
  weightsServeAllPods,
  rolloutFitsQuota,
  maximumFitsQuota,
  preStopPollMatchesOneSeries,
  preStopCallsExist,
  preStopLeavesGrace,
  warmNodesHaveImages,
  noCpuMemoryTrigger,
  backlogIsBounded,
  scalerTargetExists,
  replicasBesideAutoscaler,
  livenessWaitsForLoad,
  meshSidecarOutlivesDrain,
  nodeLabelScalesFromZero,
  budgetLetsNodesDrain,
  monitorSelectsPods,
  versionWithoutAdvisory,
  noDevelopmentEndpoints,
  noRemoteCode,
  noSecretInManifest,
  runsUnprivileged,
  variableExists,
  statisticsAreOn,
  sharedMemoryForRanks,
  serverIsFirstProcess,
  imageIsPinned,
  quotaCountsGpus,
  minimumIsStated,
  cronWindowIsRead,
  formulaTargetIsWhole,
  queryIsScoped,
  behaviorWithinBounds,
  flagExists,
  groupRunsOneServer,
  serviceNameSparesEngine,
  readyTimeoutCoversLoad,
  groupUnavailableOne,
  hpaKeepsGitopsLabel,
  jobsAndClaimsSurviveSync,
  serverHasDrainHook,
  gpusAreLimits,
  hostPortAllowsNeighbours,
  triggerCanFire,
  queryAnswers,
  partialScrapeIsNoticed,
  zeroCanWake,
  replicaCountIsExact,
  gpuUseIsNoLoad,
  resourceMetricExists,
  cacheUseIsNotAlone,
  queryIsPromql,
  rolloutKeepsServing,
  triggerExists,
  portsAgree,
  serviceSelectsPods,
  weightsFitGpus,
  queryNamesService,
  rateWindowHoldsSamples,
];
