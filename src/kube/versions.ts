import type { Violation } from '../violations';

export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/** First minor version in which a feature is on without a feature gate. */
export const featureSince = {
  /** `behavior.scaleUp.tolerance`, kubernetes/enhancements#4951. */
  hpaTolerance: '1.35',
  /** `lifecycle.preStop.sleep`, kubernetes/enhancements#3960. */
  preStopSleep: '1.30',
  /** `volumes[].image`, kubernetes/enhancements#4639. */
  imageVolumes: '1.35',
  /** PodDisruptionBudget `unhealthyPodEvictionPolicy`, kubernetes/enhancements#3017. */
  unhealthyPodEvictionPolicy: '1.31',
  /** `initContainers[].restartPolicy: Always`, kubernetes/enhancements#753. */
  nativeSidecar: '1.33',
} as const;

export type KubernetesFeature = keyof typeof featureSince;

/** `1.34`, `v1.34.2`, `1.34+` or `v1.33.1-eks-1a2b3c`; nothing for other strings. */
export function parseKubernetesVersion(version: string): KubernetesVersion | undefined {
  const match = /^v?(\d+)\.(\d+)(?![\d])/.exec(version.trim());
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

/** Whether a cluster is at `floor` or newer; a version nobody can read is not. */
export function atLeast(version: string, floor: string): boolean {
  const have = parseKubernetesVersion(version);
  const want = parseKubernetesVersion(floor);
  if (!have || !want) return false;
  return have.major !== want.major ? have.major > want.major : have.minor >= want.minor;
}

/** Whether a cluster of this version knows the feature. */
export function hasFeature(version: string, feature: KubernetesFeature): boolean {
  return atLeast(version, featureSince[feature]);
}

/** Why a version string cannot be used. */
export function versionViolations(path: string, version: string): Violation[] {
  if (parseKubernetesVersion(version)) return [];
  const fix = 'state what `kubectl version` shows for the server, for example 1.34';
  return [{ path, value: version, allowed: 'a Kubernetes version', fix }];
}
