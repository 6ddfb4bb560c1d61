/** One stage between a pod's creation and its first answer. */
export interface ColdStartStage {
  /** `schedule`, `node`, `image`, `bootstrap`, `weights`, `profile`, `compile`, `graphs` or `warmup`. */
  readonly name: string;
  /** Expected length, seconds. */
  readonly seconds: number;
  /** Whether a cache of the request shortens it. */
  readonly cached: boolean;
}

/** How long a new replica takes from its pod's creation to its first answer. */
export interface ColdStartPlan {
  /** The stages in the order they happen. */
  readonly stages: ColdStartStage[];
  /** Sum of the stages that no probe sees: schedule, node and image, seconds. */
  readonly beforeContainerSeconds: number;
  /** 95th percentile of the same with every cache cold and the node still to be bought, seconds; decides how long a roll-out may stand still and how long a starting pod is not moved. */
  readonly beforeContainerP95ColdCacheSeconds: number;
  /** Sum of the stages inside the container, seconds. */
  readonly inContainerSeconds: number;
  /** 95th percentile of the stages inside the container with every cache cold, seconds; decides the startup probe. */
  readonly inContainerP95ColdCacheSeconds: number;
  /** Whole cold start, seconds. */
  readonly seconds: number;
}

/** Budgets of the probes. */
export interface ProbesPlan {
  /** Longest that a container may load, seconds: its cold-cache p95 and a margin, or the model would be killed while it loads. */
  readonly startupBudgetSeconds: number;
  /** Time between two startup probes, seconds. */
  readonly startupPeriodSeconds: number;
  /** Longest one attempt of the startup probe takes, with its first completion; seconds. */
  readonly startupTimeoutSeconds: number;
  /** Startup probes that may fail; times the period it is the budget. */
  readonly startupFailureThreshold: number;
  /** Time without an answer after which a container is restarted, seconds; load must never reach it. */
  readonly livenessSeconds: number;
  /** Time that a readiness probe waits for an answer, seconds. */
  readonly readinessTimeoutSeconds: number;
}

/** How a pod leaves without losing a request. */
export interface DrainPlan {
  /** Time until the last client stops sending to a terminating pod, seconds. */
  readonly propagationSeconds: number;
  /** Time that accepted requests may still take, seconds. */
  readonly engineSeconds: number;
  /** Time that the engine takes to end once it is idle, seconds. */
  readonly teardownSeconds: number;
  /** `terminationGracePeriodSeconds` of the pod that serves: the three above and a margin, seconds. */
  readonly graceSeconds: number;
  /** `terminationGracePeriodSeconds` of the other pods of a group, which wait for theirs, seconds. */
  readonly workerGraceSeconds: number;
}
