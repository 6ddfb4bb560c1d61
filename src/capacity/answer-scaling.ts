/** One trigger of the scaler. */
export interface SignalPlan {
  /** `in-flight`, `queue`, `kv-usage`, `time-to-first-token`, `forecast` or `front-door`. */
  readonly name: string;
  /** `total` sums over the service, `intensive` does not grow with replicas; decides the metric type. */
  readonly kind: string;
  /** `AverageValue` for a total, `Value` for an intensive one. */
  readonly metricType: string;
  /** PromQL: zero while idle, nothing while blind. */
  readonly query: string;
  /** What the query is held at, a replica for a total. */
  readonly threshold: number;
  /** Value above which a service at zero is woken; absent where the trigger does not wake. */
  readonly activationThreshold?: number;
  /** What the threshold means. */
  readonly reason: string;
}

/** A window during which at least some replicas run. */
export interface FloorPlan {
  /** Cron of the start, five fields. */
  readonly start: string;
  /** Cron of the end, five fields. */
  readonly end: string;
  /** IANA time zone of both. */
  readonly timeZone: string;
  /** Replicas that run at least, 1 or more. */
  readonly replicas: number;
  /** What the trigger asks for so that the HPA gets there: more than `replicas` where its tolerance would swallow the last step (Kubernetes < 1.35). */
  readonly desiredReplicas: number;
}

/** How many replicas may come or go in a period. */
export interface ScalingPolicy {
  /** `Pods` or `Percent`. */
  readonly type: string;
  /** Replicas, or percent of them. */
  readonly value: number;
  /** Length of the period, seconds. */
  readonly periodSeconds: number;
}

/** The pace in one direction. */
export interface ScalingRules {
  /** How long the largest recommendation is remembered, seconds. */
  readonly stabilizationWindowSeconds: number;
  /** Which policy counts: `Max` or `Min`. */
  readonly selectPolicy: string;
  /** Bounds of one period. */
  readonly policies: ScalingPolicy[];
  /** Deviation that is ignored, 0 … 1; left out where the cluster does not know the field (Kubernetes < 1.35). */
  readonly tolerance?: number;
}

/** `behavior` of the HPA. */
export interface ScalingBehavior {
  /** Growth: what one cold start may add. */
  readonly scaleUp: ScalingRules;
  /** Shrinking: what may drain at once. */
  readonly scaleDown: ScalingRules;
}

/** What KEDA does while the backend does not answer. */
export interface ScalingFallback {
  /** Failed polls before it applies. */
  readonly failureThreshold: number;
  /** Replicas it asks for, the plan's minimum: anything higher is jumped to at the first start. */
  readonly replicas: number;
  /** `currentReplicasIfHigher`: a blind scaler never shrinks the fleet. */
  readonly behavior: string;
}

/** A series that the metrics backend keeps under a name of its own. */
export interface RecordingPlan {
  /** Name of the series. */
  readonly record: string;
  /** PromQL: zero while idle, nothing while blind. */
  readonly expression: string;
  /** Labels by which the series is found: namespace, service and the backend's matchers. */
  readonly labels: { readonly [label: string]: string };
  /** How often it is recorded, seconds. */
  readonly intervalSeconds: number;
  /** What it is kept for. */
  readonly reason: string;
}

/** How the last replica goes, and how the first one comes back. */
export interface ZeroPlan {
  /** How often KEDA asks whether to wake the service, seconds. */
  readonly pollingSeconds: number;
  /** Time without a request after which the last replica goes, seconds. */
  readonly idleSeconds: number;
  /** From the first request to its answer, seconds: the front door must hold it that long. */
  readonly wakeUpSeconds: number;
}

/** Triggers, floors and pace of the scaler. */
export interface ScalingPlan {
  /** Triggers, the driver first. */
  readonly signals: SignalPlan[];
  /** Series that triggers look back at; none without a forecast. */
  readonly recordings: RecordingPlan[];
  /** Windows with a minimum of their own. */
  readonly floors: FloorPlan[];
  /** Pace of growth and shrinking. */
  readonly behavior: ScalingBehavior;
  /** What holds while metrics are gone; absent with scale to zero, where a fallback counts as activity and would wake the service: without one a failing trigger changes nothing. */
  readonly fallback?: ScalingFallback;
  /** The step to zero and back; absent where the minimum is at least one. */
  readonly zero?: ZeroPlan;
  /** From the first sign of load to a replica that serves, seconds. */
  readonly timeToScaleSeconds: number;
}

/** A condition that people are told of. */
export interface AlertPlan {
  /** Name, such as `queue` or `hung-engine`. */
  readonly name: string;
  /** PromQL whose value is compared with the two thresholds. */
  readonly expression: string;
  /** Value above which it warns. */
  readonly warning: number;
  /** Value above which it pages. */
  readonly critical: number;
  /** Time that the value must stay above, seconds. */
  readonly forSeconds: number;
  /** What it means. */
  readonly reason: string;
}
