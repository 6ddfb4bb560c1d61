import { contentHash } from '../kube/names';
import type { PlatformSpec } from '../kube/platform';
import { imagesPath } from './constants';
import { sharedMetadata } from './metadata';
import { helperPod, pauseContainer, residentDaemonSet } from './resident';
import { helperResources } from './resources';
import { containerSecurityContext } from './security';
import type { SchedulingSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

/** Images that one kind of node is to hold. */
export interface ImageCacheSpec {
  readonly name: string;
  readonly namespace?: string;
  /** Images with a shell, that can run or be mounted. */
  readonly images: readonly string[];
  /** Images of files only, that can only be mounted. */
  readonly fileImages: readonly string[];
  readonly asVolumes: boolean;
  /** What an init container runs, where the image has no shell. */
  readonly noOpCommands: Readonly<Record<string, readonly string[]>>;
  readonly pauseImage: string;
  readonly imagePullSecrets: readonly string[];
  readonly scheduling: Pick<SchedulingSpec, 'nodeSelector' | 'tolerations' | 'priorityClassName'>;
}

const component = 'image-cache';
const security = { securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }) };

/** Nodes of one kind are one DaemonSet; its name changes with their labels, as its pods move. */
export function imageCacheName(name: string, nodeSelector: SchedulingSpec['nodeSelector']): string {
  return `${name}-${contentHash(nodeSelector)}`;
}

/**
 * Runs nothing for long: a volume of kind image keeps its image in use, so garbage collection
 * spares it. An init container has ended, and only the record of it speaks for its image.
 */
export function imageCache(
  spec: ImageCacheSpec,
  platform: Pick<PlatformSpec, 'openShift'>,
): WireObject {
  const mounted = [...(spec.asVolumes ? spec.images : []), ...spec.fileImages];
  const run = spec.asVolumes ? [] : spec.images;
  const { priorityClassName } = spec.scheduling;
  return residentDaemonSet(sharedMetadata({ ...spec, component }), {
    // From 1.35 on the kubelet asks every pod for the credentials that an image came with.
    ...helperPod({ ...spec.scheduling, imagePullSecrets: spec.imagePullSecrets }, platform),
    ...(priorityClassName ? { priorityClassName } : {}),
    ...(run.length > 0 ? { initContainers: run.map((image, i) => runOnce(spec, image, i)) } : {}),
    containers: [pause(spec, mounted)],
    ...(mounted.length > 0 ? { volumes: mounted.map(volume) } : {}),
  });
}

// No GPU is requested: the pods of services need them all.
function runOnce({ noOpCommands }: ImageCacheSpec, image: string, i: number): WireFields {
  return {
    name: `image-${i}`,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: noOpCommands[image] ?? ['/bin/sh', '-c', 'true'],
    resources: helperResources(),
    ...security,
  };
}

function pause({ pauseImage }: ImageCacheSpec, mounted: readonly string[]): WireFields {
  const mounts = mounted.map((_, i) => ({
    name: `image-${i}`,
    mountPath: `${imagesPath}/${i}`,
    readOnly: true,
  }));
  return pauseContainer(pauseImage, mounts.length > 0 ? { volumeMounts: mounts } : {});
}

function volume(reference: string, i: number): WireFields {
  return { name: `image-${i}`, image: { reference, pullPolicy: 'IfNotPresent' } };
}
