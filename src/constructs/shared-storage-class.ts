import type { IConstruct } from 'constructs';

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
