import type { GpuClaim, GpuCounts } from './gpu-claim';

/** What there is of a pool, in plain numbers. */
export interface PoolSupply {
  readonly name: string;
  /** Prop of the fleet that states it, such as `pools[0]`. */
  readonly path: string;
  /** GPUs owned or on demand; absent where as many are bought as asked for. */
  readonly gpus?: number;
  readonly spotGpus: number;
  /** Its machine; absent where it is not the same for all services. */
  readonly node?: NodeSize;
  readonly spotUsdPerGpuHour?: number;
}

export interface NodeSize {
  readonly id: string;
  readonly gpus: number;
  readonly cpu: number;
  readonly memoryGiB: number;
}

/** GPUs of a pool; none where it has no bound. */
export function supplyOf({ gpus, spotGpus }: PoolSupply): number | undefined {
  return gpus === undefined ? undefined : gpus + spotGpus;
}

/** GPUs that may hold minima: those that do not go away, unless all of them may. */
export function floorSupplyOf(pool: PoolSupply): number | undefined {
  return pool.gpus === 0 ? pool.spotGpus : pool.gpus;
}

/** What the services of one pool take together. */
export function claimsOn(pool: PoolSupply, claims: readonly GpuClaim[]): GpuClaim[] {
  return claims.filter((claim) => claim.pool === pool.name);
}

/** The services among claims, without what stands or runs beside them. */
export function servicesOf(claims: readonly GpuClaim[]): GpuClaim[] {
  return claims.filter(({ kind }) => kind === 'service');
}

/** What keeps nodes ready: it gives way to everybody, and has a namespace of its own. */
export function headroomOf(claims: readonly GpuClaim[]): GpuClaim[] {
  return claims.filter(({ kind }) => kind === 'placeholder' || kind === 'buffer');
}

/** Sum of one count over services. */
export function total(claims: readonly GpuClaim[], count: keyof GpuCounts): number {
  return claims.reduce((sum, { gpus }) => sum + gpus[count], 0);
}

/** All counts over services. */
export function totals(claims: readonly GpuClaim[]): GpuCounts {
  const of = (count: keyof GpuCounts): number => total(claims, count);
  return {
    atMin: of('atMin'),
    atMean: of('atMean'),
    atPeak: of('atPeak'),
    atMax: of('atMax'),
    duringRollout: of('duringRollout'),
  };
}

/** `chat 16, code 8`. */
export function shares(claims: readonly GpuClaim[], count: keyof GpuCounts): string {
  return claims.map(({ service, gpus }) => `${service} ${gpus[count]}`).join(', ');
}

/**
 * USD per hour of a pool: what exceeds its GPUs on demand is on spot. Absent where the price of a
 * service is not known.
 */
export function usdPerHour(
  pool: PoolSupply,
  claims: readonly GpuClaim[],
  count: keyof GpuCounts,
): number | undefined {
  let usd = 0;
  for (const { usdPerGpuHour, gpus } of claims) {
    if (usdPerGpuHour === undefined) return undefined;
    usd += usdPerGpuHour * gpus[count];
  }
  const used = total(claims, count);
  const { gpus = Number.POSITIVE_INFINITY, spotUsdPerGpuHour } = pool;
  const overflow = Math.max(0, used - gpus);
  // A pool of spot alone has its price in the plans of its services.
  if (overflow === 0 || gpus === 0 || spotUsdPerGpuHour === undefined) return usd;
  return usd - overflow * (usd / used - spotUsdPerGpuHour);
}
