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
  const other = taken.get(scope.node.root)?.get(keyOf(name, namespace, kind));
  if (other === undefined) return [];
  const allowed = `another than that of '${other}' in the same namespace`;
  const fix = `state another, e.g. name: '${serviceName(`${name}-b`, STRICTEST)}'`;
  return [{ path: 'name', value: name, allowed, fix }];
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
