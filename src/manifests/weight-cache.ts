import { contentHash } from '../kube/names';
import type { PlatformSpec } from '../kube/platform';
import { downloadBackoffLimit, refusedStatus } from './constants';
import { disrupted } from './job-rules';
import { helperPod, pauseContainer, residentDaemonSet } from './resident';
import { downloadResources, residentDownloadResources } from './resources';
import type { NodeVolumeSpec, WeightCacheSpec } from './weight-cache-spec';
import { claim, persistentVolume, weightMetadata } from './weight-claim';
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
  return residentDaemonSet(weightMetadata(spec), {
    ...(priorityClassName ? { priorityClassName } : {}),
    ...podOf(spec, platform),
    initContainers: [downloadContainer(spec.download, spec.folder, residentDownloadResources())],
    containers: [pauseContainer(pauseImage)],
  });
}

function podOf(spec: WeightCacheSpec, platform: Site): WireFields {
  return { ...helperPod(spec, platform), volumes: downloadVolumes(spec.download, spec.name) };
}
