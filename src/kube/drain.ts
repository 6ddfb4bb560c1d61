/** The parts of a pod's way out, in the order they are spent. */
export interface DrainParts {
  /** Until no proxy sends new requests to a pod that is being deleted. */
  readonly propagationSeconds: number;
  /** Until the last accepted request has its last token. */
  readonly engineSeconds: number;
  /** From the last token to the end of the process. */
  readonly teardownSeconds: number;
  readonly marginSeconds?: number;
}

/** Limits that others set, in seconds; a limit left out is not checked. */
export interface DrainBounds {
  /** cluster-autoscaler 600, Karpenter `terminationGracePeriod`, EKS and AKS upgrade limits. */
  readonly nodeDrainLimitSeconds?: number;
  /** Notice before a spot node goes, 120 on EC2; state it only where pods run on spot. */
  readonly spotNoticeSeconds?: number;
  readonly gatewayTimeoutSeconds?: number;
}

/** A bound the drain does not keep. */
export interface DrainFinding {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Node upgrades of managed groups: EKS waits 15 min, AKS 30 min, GKE an hour for a pod. */
const upgradeLimits: Readonly<Record<string, number>> = { aws: 900, azure: 1800, gcp: 3600 };

/** How long a provider's own node upgrade waits; Karpenter waits as long as its NodePool says. */
export function nodeDrainLimitSeconds(provider: string, autoscaler: string): number | undefined {
  return autoscaler === 'karpenter' ? undefined : upgradeLimits[provider];
}

/** Scheduling noise of kubelet and engine between the parts; assumed. */
export const drainMarginSeconds = 10;

/** `terminationGracePeriodSeconds`: the preStop hook spends it too, so every part counts once. */
export function graceSeconds(parts: DrainParts): number {
  const { propagationSeconds, engineSeconds, teardownSeconds, marginSeconds } = parts;
  const margin = marginSeconds ?? drainMarginSeconds;
  return Math.ceil(propagationSeconds + engineSeconds + teardownSeconds + margin);
}

/**
 * Grace of the other pods of a group: they wait for their leader to be gone and then still need
 * their own teardown. It is a limit; a hook that returns later than needed delays the next group.
 */
export function workerGraceSeconds(leaderGraceSeconds: number, teardownSeconds: number): number {
  return Math.ceil(leaderGraceSeconds + teardownSeconds);
}

/** Whole seconds that accepted requests may take where the whole drain has a limit; may be negative. */
export function engineSecondsWithin(limitSeconds: number, parts: DrainParts): number {
  return Math.floor(limitSeconds - graceSeconds({ ...parts, engineSeconds: 0 }));
}

/** Bounds that a drain breaks, each with what happens and what to do. */
export function drainFindings(parts: DrainParts, bounds: DrainBounds): DrainFinding[] {
  const grace = graceSeconds(parts);
  return [
    ...nodeDrain(grace, bounds.nodeDrainLimitSeconds),
    ...spotNotice(grace, bounds.spotNoticeSeconds),
    ...gatewayTimeout(parts.engineSeconds, bounds.gatewayTimeoutSeconds),
  ];
}

function nodeDrain(grace: number, limit = Number.POSITIVE_INFINITY): DrainFinding[] {
  if (grace <= limit) return [];
  return [
    {
      code: 'drain-exceeds-node-drain-limit',
      message: `a drain may take ${grace} s, but nodes are taken away after ${limit} s`,
      fix: `raise the limit of the node autoscaler above ${grace} s or lower the longest output`,
    },
  ];
}

function spotNotice(grace: number, notice = Number.POSITIVE_INFINITY): DrainFinding[] {
  if (grace <= notice) return [];
  return [
    {
      code: 'drain-exceeds-spot-notice',
      message: `a drain may take ${grace} s, but a spot node goes ${notice} s after its notice`,
      fix: 'run on demand, or accept that the longest requests are cut on an interruption',
    },
  ];
}

function gatewayTimeout(engine: number, timeout = Number.POSITIVE_INFINITY): DrainFinding[] {
  if (engine <= timeout) return [];
  return [
    {
      code: 'drain-exceeds-gateway-timeout',
      message: `requests may take ${Math.ceil(engine)} s, but the gateway cuts them at ${timeout} s`,
      fix: `raise the gateway's timeout above ${Math.ceil(engine)} s or lower the longest output`,
    },
  ];
}
