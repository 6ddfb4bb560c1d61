import type { Severity } from '../finding';
import { Cursor } from '../read/cursor';
import type { Place } from '../view/place';
import type { ContainerView, PodView } from '../view/pod-view';

/** One thing that a pod may do to its node. */
export interface NodeRisk extends Place {
  readonly setting: string;
  readonly effect: string;
  readonly severity: Severity;
  readonly fix?: string;
}

type Row = Readonly<Record<'key' | 'effect' | 'fix', string>>;

const OF_POD: readonly Row[] = [
  {
    key: 'hostIPC',
    effect: 'shares the memory segments of every process on the node',
    fix: 'mount an emptyDir with medium Memory at /dev/shm instead',
  },
  {
    key: 'hostPID',
    effect: 'sees and signals every process of the node',
    fix: 'take hostPID out',
  },
  {
    key: 'hostNetwork',
    effect: 'listens on the addresses of the node, past every NetworkPolicy',
    fix: 'take hostNetwork out; RDMA works by a device plugin and a second network',
  },
];

const PRIVILEGED: Row = {
  key: 'privileged',
  effect: 'the server may do on the node whatever root may',
  fix: 'take privileged out: GPUs need none, and RDMA IPC_LOCK at most',
};

/** What the pod of a server may do to its node, the image's own user last. */
export function nodeRisks({ object, path, spec, volumes, server }: PodView): NodeRisk[] {
  if (!server) return [];
  const pod = new Cursor(object, [...path, 'spec'], spec);
  const own = new Cursor(server.object, server.path, server.content).at('securityContext');
  // RDMA without a device plugin asks for the network of the node and for locked memory.
  const severity = isOnFabric(server) ? 'info' : 'warning';
  const flagged = (at: Cursor, rows: readonly Row[]): NodeRisk[] =>
    rows
      .filter(({ key }) => at.at(key).flag === true)
      .map(({ key, effect, fix }) => {
        return { ...at.at(key).place, setting: `${key}: true`, effect, severity, fix };
      });
  return [
    ...flagged(own, [PRIVILEGED]),
    ...flagged(pod, OF_POD),
    ...volumes
      .filter(({ kind }) => kind === 'host-path')
      .map((volume): NodeRisk => {
        return {
          object: volume.object,
          path: volume.path,
          setting: `hostPath volume '${volume.name}'`,
          effect: 'the pod reads and writes a directory of the node',
          severity: 'warning',
          fix: 'use a claim of a local storage class, or an image volume',
        };
      }),
    ...rootRisk(pod.at('securityContext'), own),
  ];
}

function isOnFabric({ content }: ContainerView): boolean {
  const { resources = {}, securityContext = {} } = content;
  return /rdma|roce|\/efa|IPC_LOCK/i.test(JSON.stringify([resources, securityContext]));
}

const NON_ROOT =
  'write runAsNonRoot: true and runAsUser: 2000, the user of the vLLM images since 0.24, with HOME on a volume';
const BY_IMAGE = 'the server runs as root where its image does, as those of the engines do';

/** The container's word goes before that of the pod. */
function rootRisk(ofPod: Cursor, ofContainer: Cursor): NodeRisk[] {
  const stated = (key: string): Cursor =>
    ofContainer.at(key).isWritten ? ofContainer.at(key) : ofPod.at(key);
  const user = stated('runAsUser');
  const nonRoot = stated('runAsNonRoot');
  const risk = (at: Cursor, setting: string, effect: string): NodeRisk[] => [
    { ...at.place, setting, effect, severity: 'warning', fix: NON_ROOT },
  ];
  if (user.number === 0) return risk(user, 'runAsUser: 0', 'the server runs as root');
  if (user.number !== undefined || nonRoot.flag === true) return [];
  if (nonRoot.flag === false) return risk(nonRoot, 'runAsNonRoot: false', BY_IMAGE);
  const { object, path } = ofContainer;
  return [{ object, path, setting: 'no runAsNonRoot', effect: BY_IMAGE, severity: 'info' }];
}
