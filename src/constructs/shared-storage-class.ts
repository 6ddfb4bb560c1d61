import type { IConstruct } from 'constructs';
import type { PlanWarning } from '../capacity/answer';

// Apart from the platform, whose defaults name constructs that ask for it.
const provided = new WeakMap<IConstruct, string | undefined>();

/** To be called by the platform that is provided to a scope. */
export function provideStorageClass(scope: IConstruct, name: string | undefined): void {
  provided.set(scope, name);
}

/** Class of the nearest platform above a scope. */
export function sharedStorageClassOf(scope: IConstruct): string | undefined {
  const above = [...scope.node.scopes].reverse().find((construct) => provided.has(construct));
  return above && provided.get(above);
}

/** A claim for every node that leaves its class to the cluster. */
export function classWarnings(storageClassName: string | undefined): PlanWarning[] {
  if (storageClassName) return [];
  return [
    {
      code: 'claim-without-class',
      path: 'storageClassName',
      message:
        "the claim gets the cluster's default class, and most of those give disks of one node: it would wait for ever",
      fix: 'state storageClassName, or sharedStorageClass of the platform',
    },
  ];
}
