import type { Construct, IConstruct } from 'constructs';
import { serviceName } from '../kube/names';
import type { Violation } from '../violations';

/** A name that is advised must be valid whatever carries it. */
const STRICTEST = { maxReplicas: 999, kueue: true, dataset: true };

const taken = new WeakMap<IConstruct, Map<string, string>>();

/** Two of one kind and name in one namespace would overwrite each other's objects. */
export function takenNameViolations(
  scope: IConstruct,
  name: string,
  namespace: string | undefined,
  kind = 'service',
): Violation[] {
  const names = taken.get(scope.node.root);
  const other = names?.get(keyOf(name, namespace, kind));
  const fix = `state another, e.g. name: '${serviceName(`${name}-b`, STRICTEST)}'`;
  if (other !== undefined) {
    const allowed = `another than that of '${other}' in the same namespace`;
    return [{ path: 'name', value: name, allowed, fix }];
  }
  if (kind !== 'service') return [];
  const start = keyOf('', namespace, kind);
  return [...(names ?? [])]
    .filter(([key]) => key.startsWith(start) && areReplica(name, key.slice(start.length)))
    .map(([key, path]) => ({
      path: 'name',
      value: name,
      allowed: `another than '${key.slice(start.length)}' (${path}) with a number: replicas have such names, and one is taken for the other`,
      fix,
    }));
}

/** Group 1 of the service `x` is `x-1`: its pods, and the StatefulSet of its workers. */
function areReplica(one: string, other: string): boolean {
  const isGroup = (name: string, of: string): boolean =>
    name.startsWith(`${of}-`) && /^\d+$/.test(name.slice(of.length + 1));
  return isGroup(one, other) || isGroup(other, one);
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
