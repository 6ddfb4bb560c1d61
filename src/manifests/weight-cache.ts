import { LabelKey } from '../kube/labels';
import { contentHash } from '../kube/names';
import type { PlatformSpec } from '../kube/platform';
import {
  cacheMaxUnavailable,
  downloadBackoffLimit,
  pauseGraceSeconds,
  refusedStatus,
} from './constants';
import { disrupted } from './job-rules';
import { downloadResources, helperResources, residentDownloadResources } from './resources';
import { containerSecurityContext, podSecurityContext } from './security';
import type { NodeVolumeSpec, WeightCacheSpec } from './weight-cache-spec';
import { claim, persistentVolume, weightComponent, weightMetadata } from './weight-claim';
import { downloadContainer, downloadVolumes } from './weight-download';
import type { WireFields, WireObject } from './wire';

type Site = Pick<PlatformSpec, 'openShift'>;

/** The objects of a cache by child id. */
export function weightCache(spec: WeightCacheSpec, platform: Site): Record<string, WireObject> {
  const { volume } = spec;
  if (volume.kind === 'shared') {
    const { storageClassName } = volume;
    return {
      Claim: claim(spec, storageClassName ? { storageClassName } : {}),
      Job: job(spec, platform),
    };
  }
  const localVolume = persistentVolume(spec, volume);
  const binding = { storageClassName: '', volumeName: localVolume.metadata.name };
  return {
    Volume: localVolume,
    Claim: claim(spec, binding),
    DaemonSet: daemonSet(spec, volume, platform),
  };
}

function job(spec: WeightCacheSpec, platform: Site): WireObject {
  const containers = [downloadContainer(spec.download, spec.folder, downloadResources())];
  const refused = { containerName: 'download', operator: 'In', values: [refusedStatus] };
  const body = {
    backoffLimit: downloadBackoffLimit,
    // What a token or a larger volume must cure is not tried again; a drained node costs no try.
    podFailurePolicy: {
      rules: [{ action: 'FailJob', onExitCodes: refused }, disrupted],
    },
    template: {
      metadata: { labels: { ...weightMetadata(spec).labels } },
      spec: { restartPolicy: 'Never', ...podOf(spec, platform), containers },
    },
  };
  const metadata = weightMetadata(spec);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    // A Job cannot be changed, so one with other content has another name. It has no time to live:
    // GitOps would make it anew.
    metadata: { ...metadata, name: `${spec.name}-${contentHash(body)}` },
    spec: body,
  };
}

function daemonSet(
  spec: WeightCacheSpec,
  { pauseImage, priorityClassName }: NodeVolumeSpec,
  platform: Site,
): WireObject {
  const metadata = weightMetadata(spec);
  const { name } = spec;
  const pause = {
    name: 'pause',
    image: pauseImage,
    imagePullPolicy: 'IfNotPresent',
    resources: helperResources(),
    securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: {
      selector: {
        matchLabels: { [LabelKey.APP_NAME]: name, [LabelKey.APP_COMPONENT]: weightComponent },
      },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: cacheMaxUnavailable },
      },
      template: {
        metadata: { labels: { ...metadata.labels } },
        spec: {
          terminationGracePeriodSeconds: pauseGraceSeconds,
          ...(priorityClassName ? { priorityClassName } : {}),
          ...podOf(spec, platform),
          initContainers: [
            downloadContainer(spec.download, spec.folder, residentDownloadResources()),
          ],
          containers: [pause],
        },
      },
    },
  };
}

function podOf(spec: WeightCacheSpec, platform: Site): WireFields {
  const { nodeSelector, tolerations, imagePullSecrets } = spec;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurityContext(platform),
    ...(imagePullSecrets.length > 0
      ? { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }
      : {}),
    ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector: { ...nodeSelector } } : {}),
    ...(tolerations.length > 0 ? { tolerations: tolerations.map((item) => ({ ...item })) } : {}),
    volumes: downloadVolumes(spec.download, spec.name),
  };
}
