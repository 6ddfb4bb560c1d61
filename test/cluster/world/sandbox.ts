import type { Cluster } from '../rig/cluster';
import type { KubeObject } from '../rig/objects';
import type { Example } from './example';
import { bare } from './machines';

/** Where the scenarios put what they try without machines. */
export interface Sandbox {
  readonly cluster: Cluster;
  /** The example as it is tried here. */
  readonly place: (example: Example) => Example;
  /** Makes the namespaces. */
  readonly open: (namespaces: readonly string[]) => Promise<void>;
  /** Takes them away, and waits until they are gone. */
  readonly close: (namespaces: readonly string[]) => Promise<void>;
}

const isOurs = (namespace: string): boolean => namespace !== 'default';

/** The cluster of the suite: everything as rendered. */
export function ownSandbox(cluster: Cluster): Sandbox {
  return {
    cluster,
    place: (example) => example,
    open: async (namespaces) => {
      await cluster.apply(namespaces.filter(isOurs).map(bare));
    },
    close: (namespaces) => remove(cluster, namespaces.filter(isOurs)),
  };
}

const PREFIX = 'cdk8s-llm-test-';

/**
 * Somebody's cluster: namespaces of our own only, which must not be there yet; a quota keeps every
 * pod away, so that no node is bought for them; objects of the whole cluster are left out.
 */
export function foreignSandbox(cluster: Cluster): Sandbox {
  return {
    cluster,
    place: (example) => {
      const names = example.namespaces.map((name) => [name, `${PREFIX}${name}`]);
      const moved = example.into(Object.fromEntries(names));
      return moved.filter(({ metadata }) => metadata.namespace !== undefined);
    },
    open: async (namespaces) => {
      for (const name of namespaces)
        if (await cluster.exists(`/api/v1/namespaces/${name}`))
          throw new Error(`namespace "${name}" exists: delete it first, if nobody needs it`);
      await cluster.apply(namespaces.flatMap((name) => [bare(name), noPods(name)]));
    },
    close: (namespaces) => remove(cluster, namespaces),
  };
}

/** No pod may start in the namespace. */
function noPods(namespace: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'no-pods', namespace },
    spec: { hard: { pods: '0' } },
  };
}

async function remove(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  await cluster.delete(namespaces.map(bare));
  await Promise.all(
    namespaces.map((name) =>
      cluster.until(`the end of ${name}`, 120, async () => {
        return !(await cluster.exists(`/api/v1/namespaces/${name}`));
      }),
    ),
  );
}
