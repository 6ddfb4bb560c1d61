import { hasFeature } from './versions';

/**
 * What a cron trigger has to ask for so that the HPA goes to `replicas` or more from any lower
 * count. Where the tolerance cannot be set, a step within 10 % is no step: from ten replicas eleven
 * are never reached by asking for eleven. Tenths are counted in whole numbers, as the HPA's bound
 * is inclusive and 1.1 × 10 is not 11 in binary.
 */
export function askedForFloor(replicas: number, kubernetesVersion: string): number {
  if (hasFeature(kubernetesVersion, 'hpaTolerance')) return replicas;
  const outsideTolerance = Math.floor((11 * (replicas - 1)) / 10) + 1;
  return Math.max(replicas, outsideTolerance);
}
