import type { HpaBehavior } from '../../kube/hpa-behavior';
import type { Place, Sited } from './place';

/** A ScaledObject, an HPA of autoscaling/v2, or what a serving resource makes into one. */
export interface ScalerView extends Place {
  readonly kind: 'keda' | 'hpa';
  readonly target: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    /** Given, and not what KEDA or the API assumes. */
    readonly hasApiVersion: boolean;
    readonly place: Place;
  };
  readonly minReplicas: Sited<number>;
  readonly maxReplicas: Sited<number>;
  readonly idleReplicas?: Sited<number>;
  readonly behavior: Sited<HpaBehavior>;
  readonly triggers: readonly TriggerView[];
  readonly pollingIntervalSeconds?: Sited<number>;
  readonly cooldownSeconds?: Sited<number>;
  readonly fallback?: Sited<FallbackView>;
  /** `scalingModifiers`: replaces the triggers by one formula over them. */
  readonly formula?: Sited<FormulaView>;
}

export interface FallbackView {
  readonly replicas: number;
  readonly failureThreshold: number;
  /** `static` where none is given. */
  readonly behavior: string;
}

export interface FormulaView {
  readonly formula: string;
  readonly target: string;
  readonly metricType: string;
}

/** One reason to scale. */
export interface TriggerView extends Place {
  readonly kind: 'query' | 'resource' | 'cron' | 'metric' | 'other';
  /** `prometheus`, `cpu`, `cron`, `Pods`, `External`, `Resource` … as written. */
  readonly type: string;
  readonly name?: string;
  /** `AverageValue`, `Value` or `Utilization`. */
  readonly metricType: Sited<string>;
  /** What one replica may have (AverageValue), or what all may be at (Value). */
  readonly threshold?: Sited<number>;
  /** PromQL, of kind `query`. */
  readonly query?: Sited<string>;
  /** An adapter's metric, of kind `metric`: an average over pods where `isPerPod`. */
  readonly metric?: Sited<string>;
  readonly isPerPod?: boolean;
  /** `cpu` or `memory`, of kind `resource`. */
  readonly resource?: string;
  readonly serverAddress?: Sited<string>;
  /** Of a Prometheus trigger; true where not given. */
  readonly ignoreNullValues?: Sited<boolean>;
  readonly usesCachedMetrics?: boolean;
  /** `metadata` as written, of KEDA. */
  readonly metadata: Readonly<Record<string, string>>;
}
