import type { ManifestObject } from '../view/place';
import type { LintView, Note, SiteFacts } from '../view/view';
import { isBeside, readBeside } from './beside';
import { readDeviceClaims } from './device-claims';
import { joined } from './joins';
import { readNodePool, readQuota } from './limits';
import { groupOf } from './objects';
import { isWorkload, servingWorkloads } from './workloads';

const isQuota = (object: ManifestObject): boolean =>
  object.kind === 'ResourceQuota' && groupOf(object) === '';
const isNodePool = (object: ManifestObject): boolean =>
  object.kind === 'NodePool' && groupOf(object) === 'karpenter.sh';

/** Objects as services with what belongs to them. */
export function viewOf(objects: readonly ManifestObject[], site: SiteFacts): LintView {
  const beside = readBeside(objects);
  const devices = readDeviceClaims(objects);
  const workloads = objects.flatMap((object) => servingWorkloads(object, devices));
  const own = workloads.flatMap(({ scalers = [] }) => scalers);
  return {
    objects,
    services: workloads.map((workload) => joined(workload, beside)),
    scalers: [...beside.scalers.map(({ view }) => view), ...own],
    quotas: objects.filter(isQuota).map(readQuota),
    nodePools: objects.filter(isNodePool).map(readNodePool),
    site,
  };
}

/** What rules find among all objects, by the kind alone. */
const LOOKED_UP: ReadonlySet<string> = new Set([
  'CapacityBuffer',
  'ClusterTriggerAuthentication',
  'CronJob',
  'DaemonSet',
  'ImageListPullJob',
  'ImagePullJob',
  'Job',
  'Namespace',
  'PeerAuthentication',
  'PodTemplate',
  'PrometheusRule',
  'ResourceClaim',
  'ResourceClaimTemplate',
  'Secret',
  'StorageClass',
  'TriggerAuthentication',
]);

const isLookedUp = (object: ManifestObject): boolean =>
  LOOKED_UP.has(object.kind) ||
  object.kind.startsWith('Ray') ||
  groupOf(object) === 'kustomize.config.k8s.io';

/** A note for each object of a kind that no rule reads. */
export function unreadKinds(objects: readonly ManifestObject[]): Note[] {
  const isRead = [isWorkload, isBeside, isQuota, isNodePool, isLookedUp];
  return objects
    .filter((object) => !isRead.some((reads) => reads(object)))
    .map((object) => ({ file: object.file, object, message: 'passed over, as no rule reads it' }));
}
