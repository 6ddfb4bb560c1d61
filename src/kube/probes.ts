/** The numbers of a probe. */
export interface ProbeNumbers {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

// A loading engine refuses connections, so a probe costs nothing and a short period finds it early.
const startupPeriodSeconds = 5;
/** The first completion compiles kernels: 2 to 33 s were measured with cold caches. */
const startupTimeoutSeconds = 60;

/** A saturated front end answers late: shorter timeouts empty the Service under load. */
export const readinessProbe: ProbeNumbers = {
  periodSeconds: 5,
  timeoutSeconds: 10,
  failureThreshold: 3,
};

/** Three minutes without an answer: a restart costs a cold start, so load must not cause one. */
export const livenessProbe: ProbeNumbers = {
  periodSeconds: 30,
  timeoutSeconds: 30,
  failureThreshold: 6,
};

/** A startup probe that gives a container at least `budgetSeconds`. */
export function startupProbe(budgetSeconds: number): ProbeNumbers {
  return {
    periodSeconds: startupPeriodSeconds,
    timeoutSeconds: startupTimeoutSeconds,
    failureThreshold: Math.max(1, Math.ceil(budgetSeconds / startupPeriodSeconds)),
  };
}

/** Seconds a container may fail a probe before kubelet acts. */
export function probeWindowSeconds({
  periodSeconds,
  failureThreshold,
}: Pick<ProbeNumbers, 'periodSeconds' | 'failureThreshold'>): number {
  return periodSeconds * failureThreshold;
}

/** Seconds after its start at which a container that never answers is restarted. */
export function restartedAfterSeconds({
  initialDelaySeconds,
  ...probe
}: Pick<ProbeNumbers, 'periodSeconds' | 'failureThreshold'> & {
  readonly initialDelaySeconds: number;
}): number {
  return initialDelaySeconds + probeWindowSeconds(probe);
}
