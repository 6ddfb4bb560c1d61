/** `spec.behavior` of autoscaling/v2. */
export interface HpaBehavior {
  readonly scaleUp?: HpaRules;
  readonly scaleDown?: HpaRules;
}

export interface HpaRules {
  readonly stabilizationWindowSeconds?: number;
  /** `Max`, `Min` or `Disabled`. */
  readonly selectPolicy?: string;
  readonly policies?: readonly HpaPolicy[];
  readonly tolerance?: number;
}

export interface HpaPolicy {
  /** `Pods` or `Percent`. */
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}

/** The memory of one HPA; in changes `replicas` is how many came or went. */
export interface HpaHistory {
  readonly recommendations: readonly HpaEvent[];
  readonly scaleUps: readonly HpaEvent[];
  readonly scaleDowns: readonly HpaEvent[];
}

export interface HpaEvent {
  readonly at: number;
  readonly replicas: number;
}

/** A raw recommendation to be brought within windows, policies and bounds. */
export interface HpaRecommendation {
  readonly now: number;
  readonly spec: number;
  readonly desired: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior?: HpaBehavior;
}

const defaultUp = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** How long an HPA remembers its largest wish where nothing else is written. */
export const defaultDownWindowSeconds = 300;

const defaultDown = {
  stabilizationWindowSeconds: defaultDownWindowSeconds,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** The replicas HPA writes for a recommendation, after stabilisation, policies and bounds. */
export function normalise(history: HpaHistory, wanted: HpaRecommendation): number {
  const { spec, minReplicas, maxReplicas, behavior } = wanted;
  const up = { ...defaultUp, ...behavior?.scaleUp };
  const down = { ...defaultDown, ...behavior?.scaleDown };
  const stable = behavior
    ? stabilise(history, wanted, up.stabilizationWindowSeconds, down.stabilizationWindowSeconds)
    : Math.max(...recent(history, wanted, down.stabilizationWindowSeconds));
  if (stable > spec) {
    const limit = behavior ? limitUp(history, wanted, up) : Math.max(2 * spec, 4);
    return Math.min(stable, maxReplicas, Math.max(limit, spec));
  }
  if (stable === spec) return spec;
  const limit = behavior ? limitDown(history, wanted, down) : 0;
  return Math.max(stable, minReplicas, Math.min(limit, spec));
}

function stabilise(
  history: HpaHistory,
  wanted: HpaRecommendation,
  upWindow: number,
  downWindow: number,
): number {
  const floor = Math.min(...recent(history, wanted, upWindow));
  const ceiling = Math.max(...recent(history, wanted, downWindow));
  return Math.min(Math.max(wanted.spec, floor), ceiling);
}

function recent(
  { recommendations }: HpaHistory,
  wanted: HpaRecommendation,
  window: number,
): number[] {
  const inWindow = recommendations.filter(({ at }) => at > wanted.now - window);
  return [wanted.desired, ...inWindow.map(({ replicas }) => replicas)];
}

function limitUp(history: HpaHistory, wanted: HpaRecommendation, rules: Required<Limits>): number {
  const limits = rules.policies.map((policy) => {
    const start = periodStart(history, wanted, policy.periodSeconds);
    return policy.type === 'Pods'
      ? start + policy.value
      : Math.ceil(start * (1 + policy.value / 100));
  });
  return pick(rules.selectPolicy, limits, wanted.spec, Math.max, Math.min);
}

function limitDown(
  history: HpaHistory,
  wanted: HpaRecommendation,
  rules: Required<Limits>,
): number {
  const limits = rules.policies.map((policy) => {
    const start = periodStart(history, wanted, policy.periodSeconds);
    return policy.type === 'Pods'
      ? start - policy.value
      : Math.trunc(start * (1 - policy.value / 100));
  });
  return pick(rules.selectPolicy, limits, wanted.spec, Math.min, Math.max);
}

type Limits = Pick<HpaRules, 'selectPolicy' | 'policies'>;
type Extreme = (...values: number[]) => number;

function pick(
  policy: string,
  limits: number[],
  spec: number,
  most: Extreme,
  least: Extreme,
): number {
  if (policy === 'Disabled') return spec;
  return policy === 'Min' ? least(...limits) : most(...limits);
}

// Where the fleet stood when the policy's period began.
function periodStart(
  history: HpaHistory,
  { now, spec }: HpaRecommendation,
  period: number,
): number {
  const changed = (events: readonly HpaEvent[]): number =>
    events.filter(({ at }) => at > now - period).reduce((sum, event) => sum + event.replicas, 0);
  return spec - changed(history.scaleUps) + changed(history.scaleDowns);
}
