import type { Rule } from '../rule';
import { backlogIsBounded } from './backlog-is-bounded';
import { blindIsNotIdle } from './blind-is-not-idle';
import { cacheUseIsNotAlone } from './cache-use-is-not-alone';
import { gaugeHasNoRate } from './gauge-has-no-rate';
import { gpuUseIsNoLoad } from './gpu-use-is-no-load';
import { labelExists } from './label-exists';
import { loadingReplicasCount } from './loading-replicas-count';
import { metricExists } from './metric-exists';
import { noDoubleDivision } from './no-double-division';
import { oneSeries } from './one-series';
import { partialScrapeIsNoticed } from './partial-scrape-is-noticed';
import { queryAnswers } from './query-answers';
import { queryIsPromql } from './query-is-promql';
import { queryIsScoped } from './query-is-scoped';
import { ratioNeedsValue } from './ratio-needs-value';
import { replicaCountIsExact } from './replica-count-is-exact';
import { resourceMetricExists } from './resource-metric-exists';
import { triggerCanFire } from './trigger-can-fire';
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
  loadingReplicasCount,
  backlogIsBounded,
  queryIsScoped,
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
