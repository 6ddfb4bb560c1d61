import { LabelKey } from '../kube/labels';
import { contentHash } from '../kube/names';
import type { PlatformSpec } from '../kube/platform';
import { cacheMaxUnavailable, imagesPath, pauseGraceSeconds } from './constants';
import { sharedMetadata } from './metadata';
import { helperResources } from './resources';
import { containerSecurityContext, podSecurityContext } from './security';
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
  const metadata = sharedMetadata({ ...spec, component });
  const { name, imagePullSecrets } = spec;
  const mounted = [...(spec.asVolumes ? spec.images : []), ...spec.fileImages];
  const run = spec.asVolumes ? [] : spec.images;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: {
      selector: {
        matchLabels: { [LabelKey.APP_NAME]: name, [LabelKey.APP_COMPONENT]: component },
      },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: cacheMaxUnavailable },
      },
      template: {
        metadata: { labels: { ...metadata.labels } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: pauseGraceSeconds,
          securityContext: podSecurityContext(platform),
          // From 1.35 on the kubelet asks every pod for the credentials that an image came with.
          ...(imagePullSecrets.length > 0
            ? { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }
            : {}),
          ...placed(spec),
          ...(run.length > 0
            ? { initContainers: run.map((image, i) => runOnce(spec, image, i)) }
            : {}),
          containers: [pause(spec, mounted)],
          ...(mounted.length > 0 ? { volumes: mounted.map(volume) } : {}),
        },
      },
    },
  };
}

function placed({ scheduling }: ImageCacheSpec): WireFields {
  const { nodeSelector, tolerations, priorityClassName } = scheduling;
  return {
    nodeSelector: { ...nodeSelector },
    ...(tolerations.length > 0 ? { tolerations: tolerations.map((item) => ({ ...item })) } : {}),
    ...(priorityClassName ? { priorityClassName } : {}),
  };
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
  return {
    name: 'pause',
    image: pauseImage,
    imagePullPolicy: 'IfNotPresent',
    resources: helperResources(),
    ...security,
    ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
  };
}

function volume(reference: string, i: number): WireFields {
  return { name: `image-${i}`, image: { reference, pullPolicy: 'IfNotPresent' } };
}
