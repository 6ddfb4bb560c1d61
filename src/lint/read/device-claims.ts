import type { ManifestObject } from '../view/place';
import { Cursor } from './cursor';
import { groupOf } from './objects';

/** Accelerators that a claim of each name asks for. */
export type DeviceCounts = ReadonlyMap<string, number>;

/** Classes of the DRA drivers of accelerators; a channel of a fabric is none. */
const ACCELERATOR_CLASS = /^(gpu|mig|vfio|tpu|gaudi|neuron|npu)[.-]|[.-](gpu|tpu|gaudi)\b/;

/** Of the claims and templates of claims of dynamic resource allocation in these files. */
export function readDeviceClaims(objects: readonly ManifestObject[]): DeviceCounts {
  const counts = new Map<string, number>();
  for (const object of objects) {
    if (groupOf(object) !== 'resource.k8s.io') continue;
    const spec = Cursor.of(object).at('spec');
    if (object.kind === 'ResourceClaim') counts.set(object.name, countOf(spec));
    if (object.kind === 'ResourceClaimTemplate') counts.set(object.name, countOf(spec.at('spec')));
  }
  return counts;
}

function countOf(spec: Cursor): number {
  const requests = spec.at('devices', 'requests').maps.map((request) => {
    const exact = request.at('exactly').map ? request.at('exactly') : request;
    const isAccelerator = ACCELERATOR_CLASS.test(exact.at('deviceClassName').text ?? '');
    return isAccelerator ? (exact.at('count').number ?? 1) : 0;
  });
  return requests.reduce((sum, count) => sum + count, 0);
}

/** By the names that a pod gives to its claims. */
export function claimedDevices(spec: Cursor, counts: DeviceCounts): DeviceCounts {
  const entries = spec.at('resourceClaims').maps.flatMap((claim) => {
    const name = claim.at('name').text;
    const of = claim.at('resourceClaimTemplateName').text ?? claim.at('resourceClaimName').text;
    const count = of === undefined ? undefined : counts.get(of);
    return name === undefined || count === undefined ? [] : [[name, count] as const];
  });
  return new Map(entries);
}
