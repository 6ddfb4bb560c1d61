import { nameViolations, serviceName } from '../kube/names';
import type { Violation } from '../violations';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** A name must not change when the maximum does, so it leaves room for three digits. */
const ROOM = 999;

/** The stated name, else one from the construct's id; never from its path, so it can move. */
export function nameOfService(
  id: string,
  { name }: LlmInferenceServiceProps,
  platform: ServingPlatform,
): string {
  return name ?? serviceName(id, contextOf(platform));
}

/** Why a stated name cannot be used as it is. */
export function statedNameViolations(
  { name }: LlmInferenceServiceProps,
  platform: ServingPlatform,
): Violation[] {
  return name === undefined ? [] : nameViolations('name', name, contextOf(platform));
}

function contextOf(platform: ServingPlatform): { maxReplicas: number; kueue: boolean } {
  return { maxReplicas: ROOM, kueue: platform._kueue() };
}
