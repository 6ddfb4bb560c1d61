export interface ColdStartStage {
  /** schedule, node, image, bootstrap, weights, profile, compile, graphs or warmup. */
  readonly name: string;
  readonly seconds: number;
  readonly cached: boolean;
}

export interface ColdStartPlan {
  readonly stages: ColdStartStage[];
  readonly beforeContainerSeconds: number;
  readonly inContainerSeconds: number;
  readonly inContainerP95ColdCacheSeconds: number;
  readonly seconds: number;
}

export interface ProbesPlan {
  readonly startupBudgetSeconds: number;
  readonly startupPeriodSeconds: number;
  readonly startupFailureThreshold: number;
  readonly livenessSeconds: number;
  readonly readinessTimeoutSeconds: number;
}

export interface DrainPlan {
  readonly propagationSeconds: number;
  /** How long accepted requests may still take. */
  readonly engineSeconds: number;
  readonly teardownSeconds: number;
  readonly graceSeconds: number;
  /** Grace of the other pods of a group; equal to `graceSeconds` on one node. */
  readonly workerGraceSeconds: number;
}
