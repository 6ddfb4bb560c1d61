export interface SignalPlan {
  readonly name: string;
  /** total, intensive or floor. */
  readonly kind: string;
  /** AverageValue or Value; empty for a cron floor. */
  readonly metricType: string;
  readonly query: string;
  readonly threshold: number;
  readonly reason: string;
}

export interface FloorPlan {
  readonly start: string;
  readonly end: string;
  readonly timeZone: string;
  readonly replicas: number;
}

export interface ScalingPolicy {
  /** Pods or Percent. */
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}

export interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: string;
  readonly policies: ScalingPolicy[];
  /** Left out where the cluster does not know the field (Kubernetes < 1.35). */
  readonly tolerance?: number;
}

export interface ScalingBehavior {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

export interface ScalingFallback {
  readonly failureThreshold: number;
  readonly replicas: number;
  readonly behavior: string;
}

export interface ScalingPlan {
  readonly signals: SignalPlan[];
  readonly floors: FloorPlan[];
  readonly behavior: ScalingBehavior;
  readonly fallback: ScalingFallback;
  readonly timeToScaleSeconds: number;
}

export interface AlertPlan {
  readonly name: string;
  readonly expression: string;
  readonly warning: number;
  readonly critical: number;
  readonly forSeconds: number;
  readonly reason: string;
}
