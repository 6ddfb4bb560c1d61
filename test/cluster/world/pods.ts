import type { Cluster } from '../rig/cluster';
import { conditionOf, type KubeList, type KubeObject } from '../rig/objects';

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject;
}

/** All pods of the cluster as they are now, kept up to date by a watch. */
export class Pods {
  private readonly known = new Map<string, KubeObject>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly cluster: Cluster,
    private readonly onChange: (pods: readonly KubeObject[]) => void,
  ) {}

  /** Follows the cluster until `stop`; a watch that ends begins again with a list. */
  async follow(): Promise<void> {
    while (!this.stopping.signal.aborted)
      await this.listAndWatch().catch(() => new Promise((done) => setTimeout(done, 200)));
  }

  stop(): void {
    this.stopping.abort();
  }

  /** The pods of a namespace that are there, terminating ones too. */
  in(namespace: string): KubeObject[] {
    return [...this.known.values()].filter(({ metadata }) => metadata.namespace === namespace);
  }

  private async listAndWatch(): Promise<void> {
    const list = await this.cluster.get<KubeList<KubeObject>>('/api/v1/pods');
    this.known.clear();
    for (const pod of list.items) this.keep({ type: 'ADDED', object: pod });
    this.onChange([...this.known.values()]);
    const query = new URLSearchParams({
      watch: '1',
      resourceVersion: list.metadata.resourceVersion,
    });
    const { signal } = this.stopping;
    const { body } = await this.cluster.fetch(`/api/v1/pods?${query}`, { signal });
    if (!body) throw new Error('the watch of pods has no body');
    for await (const event of linesOf(body)) {
      if (event.type === 'ERROR') return;
      this.keep(event);
      this.onChange([...this.known.values()]);
    }
  }

  private keep({ type, object }: WatchEvent): void {
    const { uid = '' } = object.metadata;
    if (type === 'DELETED') this.known.delete(uid);
    else if (type !== 'BOOKMARK') this.known.set(uid, object);
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<WatchEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

export const isReady = (pod: KubeObject): boolean => conditionOf(pod, 'Ready') === 'True';
export const isBound = ({ spec }: KubeObject): boolean => spec.nodeName !== undefined;
export const isEnding = ({ metadata }: KubeObject): boolean =>
  metadata.deletionTimestamp !== undefined;
/** The scheduler has tried, and found no node. */
export const isUnschedulable = (pod: KubeObject): boolean =>
  conditionOf(pod, 'PodScheduled') === 'False';

/** From the creation to the node; NaN while it waits. */
export function secondsToNode({ metadata, status }: KubeObject): number {
  const scheduled = status.conditions?.find(
    ({ type, status: is }: { type: string; status: string }) =>
      type === 'PodScheduled' && is === 'True',
  );
  return (
    (Date.parse(scheduled?.lastTransitionTime) - Date.parse(metadata.creationTimestamp ?? '')) /
    1000
  );
}

export function gpusOf({ spec }: KubeObject): number {
  const containers: { resources?: { requests?: Record<string, string> } }[] = spec.containers;
  return containers.reduce(
    (sum, { resources }) => sum + Number(resources?.requests?.['nvidia.com/gpu'] ?? 0),
    0,
  );
}
