import type { Construct } from 'constructs';
import { nameViolations, serviceName } from '../kube/names';
import { InvalidInput } from '../violations';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** A name must not change when the maximum does, so it leaves room for three digits. */
const ROOM = 999;

const taken = new WeakMap<Construct, Map<string, string>>();

/** The stated name, else one from the construct's id; never from its path, so it can move. */
export function nameOfService(
  id: string,
  { name }: LlmInferenceServiceProps,
  platform: ServingPlatform,
): string {
  const context = { maxReplicas: ROOM, kueue: platform._kueue() };
  if (name === undefined) return serviceName(id, context);
  const violations = nameViolations('name', name, context);
  if (violations.length > 0) throw new InvalidInput(violations);
  return name;
}

/** Two services of one name in one namespace would overwrite each other's objects. */
export function claimName(service: Construct, name: string, namespace: string | undefined): void {
  const root = service.node.root as Construct;
  const names = taken.get(root) ?? new Map<string, string>();
  taken.set(root, names);
  const key = `${namespace ?? 'default'}/${name}`;
  const other = names.get(key);
  if (other !== undefined) {
    throw new InvalidInput([
      {
        path: 'name',
        value: name,
        allowed: `another than that of '${other}' in the same namespace`,
        fix: `state 'name' on '${service.node.path}', e.g. '${name}-b'`,
      },
    ]);
  }
  names.set(key, service.node.path);
}
