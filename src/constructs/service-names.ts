import type { Construct, IConstruct } from 'constructs';
import { nameViolations, serviceName } from '../kube/names';
import type { Violation } from '../violations';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** A name must not change when the maximum does, so it leaves room for three digits. */
const ROOM = 999;

const taken = new WeakMap<IConstruct, Map<string, string>>();

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

/** Two of one kind and name in one namespace would overwrite each other's objects. */
export function takenNameViolations(
  scope: IConstruct,
  name: string,
  namespace: string | undefined,
  kind = 'service',
): Violation[] {
  const other = taken.get(scope.node.root)?.get(keyOf(name, namespace, kind));
  if (other === undefined) return [];
  const allowed = `another than that of '${other}' in the same namespace`;
  return [{ path: 'name', value: name, allowed, fix: `state another, e.g. name: '${name}-b'` }];
}

/** To be called once everything else about the construct is known to be valid. */
export function takeName(
  construct: Construct,
  name: string,
  namespace: string | undefined,
  kind = 'service',
): void {
  const { root, path } = construct.node;
  const names = taken.get(root) ?? new Map<string, string>();
  taken.set(root, names.set(keyOf(name, namespace, kind), path));
}

function keyOf(name: string, namespace: string | undefined, kind: string): string {
  return `${kind}/${namespace ?? 'default'}/${name}`;
}

function contextOf(platform: ServingPlatform): { maxReplicas: number; kueue: boolean } {
  return { maxReplicas: ROOM, kueue: platform._kueue() };
}
