import { spotNoticeSeconds } from '../kube/spot';
import type { GpuPool } from './gpu-pool';
import type { ServingPlatform } from './serving-platform';

/** Seconds before a node goes: the pool's word, the site's, else the provider's; none on demand. */
export function spotNoticeOf(
  pool: GpuPool | undefined,
  platform: ServingPlatform,
): number | undefined {
  const ofSite = platform._toRequest().spotNoticeSeconds;
  if (!pool) return ofSite;
  if (pool.spotGpus === 0) return undefined;
  const { provider } = platform._spec(pool._nodeId());
  return pool._spotNoticeSeconds() ?? ofSite ?? spotNoticeSeconds(provider);
}
