import type { ContainerView, PodView } from '../view/pod-view';
import { readContainer, type Surroundings } from './container';
import type { Cursor } from './cursor';
import { claimedDevices, type DeviceCounts } from './device-claims';
import { isUnnamedServer } from './engine-images';
import { readVolumes } from './volumes';

/** How a template's pods stand in their workload. */
export interface PodRole extends Surroundings {
  readonly role: PodView['role'];
  /** Pods of the template in one replica. */
  readonly count: number;
  /** Labels that a controller adds. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly claimTemplates?: readonly Cursor[];
  /** Where the template is a pod's `spec` without `metadata` around it. */
  readonly spec?: Cursor;
  /** Where a container is written elsewhere than in a list. */
  readonly main?: Cursor;
  /** A controller completes the pods. */
  readonly isPartial?: boolean;
  /** Accelerators by the names of claims and of their templates. */
  readonly devices?: DeviceCounts;
}

/** The pods of a template, which is a pod as well: `metadata` and `spec`. */
export function readPod(template: Cursor, pod: PodRole): PodView {
  const spec = pod.spec ?? template.at('spec');
  const claimed = claimedDevices(spec, pod.devices ?? new Map());
  const read = (container: Cursor): ContainerView => readContainer(container, { ...pod, claimed });
  const written = pod.main ? [pod.main] : [];
  const containers = [...written, ...spec.at('containers').maps]
    .map(read)
    .map((each) => inRole(each, pod.role));
  const initContainers = spec.at('initContainers').maps.map(read);
  const server = pod.role === 'server' ? serverOf(containers, initContainers) : undefined;
  const grace = spec.at('terminationGracePeriodSeconds');
  const nodeSelector = spec.at('nodeSelector');
  return {
    ...template.place,
    role: pod.role,
    count: pod.count,
    labels: { ...template.at('metadata', 'labels').texts, ...pod.labels },
    annotations: template.at('metadata', 'annotations').texts,
    containers,
    initContainers,
    ...(server && { server }),
    ...(pod.isPartial && { isPartial: true }),
    gpus: podGpus(containers, initContainers),
    graceSeconds: grace.or(grace.number, 30),
    nodeSelector: nodeSelector.or(nodeSelector.map && nodeSelector.texts, {}),
    volumes: readVolumes(spec, pod.claimTemplates ?? []),
    spec: spec.map ?? {},
  };
}

/** The workers of a group compute for their leader. */
function inRole(container: ContainerView, role: PodView['role']): ContainerView {
  const { engine } = container;
  return engine && role === 'worker'
    ? { ...container, engine: { ...engine, isServer: false } }
    : container;
}

function serverOf(
  containers: readonly ContainerView[],
  initContainers: readonly ContainerView[],
): ContainerView | undefined {
  const all = [...containers, ...initContainers.filter((each) => each.isNativeSidecar)];
  return (
    all.find(({ engine, gpus }) => engine?.isServer && gpus > 0) ??
    all.find(({ engine }) => engine?.isServer) ??
    all.find(({ engine }) => engine) ??
    containers.find(isUnknownServer)
  );
}

/** It holds GPUs and something asks it, or its image is known to answer. */
function isUnknownServer({ gpus, ports, probes, image }: ContainerView): boolean {
  const isAsked = ports.length > 0 || Object.keys(probes).length > 0;
  return gpus > 0 && (isAsked || isUnnamedServer(image.value));
}

function podGpus(
  containers: readonly ContainerView[],
  initContainers: readonly ContainerView[],
): number {
  const lasting = [...containers, ...initContainers.filter((each) => each.isNativeSidecar)];
  const together = lasting.reduce((sum, { gpus }) => sum + gpus, 0);
  return Math.max(together, ...initContainers.map(({ gpus }) => gpus));
}
