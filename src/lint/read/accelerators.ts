import type { Cursor } from './cursor';
import type { DeviceCounts } from './device-claims';

/** Names under which device plugins offer whole accelerators and slices of them. */
const ACCELERATOR =
  /^(nvidia\.com\/(gpu|pgpu|mig-.+)(\.shared)?|amd\.com\/gpu|gpu\.intel\.com\/.+|habana\.ai\/gaudi|google\.com\/tpu|aws\.amazon\.com\/neuron(core|device)?|huawei\.com\/Ascend.*)$/;

/** Whether a resource is an accelerator. */
export function isAccelerator(resource: string): boolean {
  return ACCELERATOR.test(resource);
}

/** What one container asks for, by resources or by claims; limits are requests as well. */
export function acceleratorsOf(
  container: Cursor,
  claimed: DeviceCounts,
): { gpus: number; gpuResource?: string } {
  for (const side of ['limits', 'requests']) {
    const found = container.at('resources', side).entries.filter(([key]) => isAccelerator(key));
    if (found.length === 0) continue;
    const gpus = found.reduce((sum, [, { quantity }]) => sum + (quantity ?? 0), 0);
    if (gpus > 0) return { gpus, gpuResource: found[0][0] };
  }
  const claims = container.at('resources', 'claims').maps.map((claim) => claim.at('name').text);
  return { gpus: claims.reduce((sum, name) => sum + (claimed.get(name ?? '') ?? 0), 0) };
}
