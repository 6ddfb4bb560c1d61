import type { Cluster } from '../rig/cluster';
import type { KubeObject } from '../rig/objects';
import { Example } from './example';
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

/** A sandbox that may have to be left in the middle. */
export interface ForeignSandbox extends Sandbox {
  /** Takes away all namespaces that are still open. */
  readonly closeAll: () => Promise<void>;
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

// A claim may be bound to a new file system, and a buffer to new machines, before any pod is there.
const BOUGHT = ['PersistentVolumeClaim', 'CapacityBuffer'];

/**
 * Somebody's cluster: namespaces of our own only, which must not be there yet; nothing that costs,
 * hence no pod by a quota, no claims and paused scalers; no objects of the whole cluster.
 */
export function foreignSandbox(cluster: Cluster): ForeignSandbox {
  const opened = new Set<string>();
  const close = async (namespaces: readonly string[]): Promise<void> => {
    await remove(
      cluster,
      namespaces.filter((name) => opened.has(name)),
    );
    for (const name of namespaces) opened.delete(name);
  };
  return {
    cluster,
    place: (example) => {
      const names = example.namespaces.map((name) => [name, `${PREFIX}${name}`]);
      const moved = example.into(Object.fromEntries(names));
      const free = moved.filter(
        ({ kind, metadata }) => metadata.namespace !== undefined && !BOUGHT.includes(kind),
      );
      return new Example(free.name, free.objects.map(paused));
    },
    open: async (namespaces) => {
      for (const name of namespaces)
        if (await cluster.exists(`/api/v1/namespaces/${name}`))
          throw new Error(`namespace "${name}" exists: delete it first, if nobody needs it`);
      for (const name of namespaces) opened.add(name);
      await cluster.apply(namespaces.flatMap((name) => [bare(name), noPods(name)]));
    },
    close,
    closeAll: () => close([...opened]),
  };
}

/** KEDA looks neither for metrics nor for credentials of a paused scaler. */
export function paused(object: KubeObject): KubeObject {
  if (object.kind !== 'ScaledObject') return object;
  const { metadata } = object;
  const annotations = { ...metadata.annotations, 'autoscaling.keda.sh/paused': 'true' };
  return { ...object, metadata: { ...metadata, annotations } };
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
