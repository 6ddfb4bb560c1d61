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

const MOST_KINDS = 12;
const LONGEST_KIND = 63;

/** One note for a file's objects of kinds that no rule reads. */
export function unreadKinds(file: string, objects: readonly ManifestObject[]): Note[] {
  const isRead = [isWorkload, isBeside, isQuota, isNodePool];
  const counts = new Map<string, number>();
  for (const object of objects) {
    if (isRead.some((reads) => reads(object))) continue;
    counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const listed = [...counts].map(([kind, count]) => {
    const name = kind.slice(0, LONGEST_KIND);
    return count === 1 ? name : `${count} ${name}`;
  });
  const more = listed.length - MOST_KINDS;
  const shown = [...listed.slice(0, MOST_KINDS), ...(more > 0 ? [`${more} other kinds`] : [])];
  return [{ file, message: `passed over, as no rule reads them: ${shown.join(', ')}` }];
}
