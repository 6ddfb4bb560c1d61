import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type NameContext, nameViolations, serviceName } from '../kube/names';
import { InvalidInput, type Violation } from '../violations';
import { takenNameViolations } from './taken-names';

/** What a construct beside the services is called. */
export interface OwnName {
  readonly name: string;
  readonly namespace: string;
  /** Why it cannot be called so. */
  readonly violations: readonly Violation[];
}

/** The stated name, else one from the id, in the namespace of the chart. */
export function ownName(
  scope: Construct,
  id: string,
  stated: string | undefined,
  kind: string,
  context: NameContext = { maxReplicas: 1 },
): OwnName {
  const { namespace = 'default' } = Chart.of(scope);
  const name = stated ?? serviceName(id, context);
  const violations = [
    ...(stated === undefined ? [] : nameViolations('name', stated, context)),
    ...takenNameViolations(scope, name, namespace, kind),
  ];
  return { name, namespace, violations };
}

/** How messages name a construct that is not there yet. */
export function subjectOf(scope: Construct, id: string): string {
  return [scope.node.path, id].filter(Boolean).join('/');
}

/** To be called before super(): a refused construct must not stay in the tree. */
export function refuseIfAny(violations: readonly Violation[], scope: Construct, id: string): void {
  if (violations.length > 0) throw new InvalidInput(violations, subjectOf(scope, id));
}
