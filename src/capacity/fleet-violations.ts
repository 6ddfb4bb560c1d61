import type { Violation } from '../violations';
import {
  claimsOn,
  floorSupplyOf,
  type PoolSupply,
  servicesOf,
  shares,
  supplyOf,
  total,
} from './fleet-sums';
import type { GpuClaim } from './gpu-claim';
import { packsExactly, podsAt, poolNodes, stranded } from './node-packing';
import { quotaViolations } from './quota';

/** A fleet as its sums see it. */
export interface FleetSupply {
  readonly pools: readonly PoolSupply[];
  /** GPUs that the namespace may hold. */
  readonly quota?: number;
  /** Where that is stated. */
  readonly quotaPath?: string;
}

/** Why the services of a fleet cannot all have what their plans promise. */
export function fleetViolations(
  { pools, quota, quotaPath = 'quota' }: FleetSupply,
  claims: readonly GpuClaim[],
): Violation[] {
  return [
    ...pools.flatMap((pool) => poolViolations(pool, claimsOn(pool, servicesOf(claims)))),
    ...quotaViolations(quotaPath, quota, servicesOf(claims)),
  ];
}

function poolViolations(pool: PoolSupply, claims: readonly GpuClaim[]): Violation[] {
  const promised = claims.filter(({ rank }) => rank.promised);
  const larger = claims.flatMap((claim) => largerThanNode(pool, claim));
  const tooMany = [...minima(pool, claims), ...peaks(pool, promised)];
  if (larger.length > 0 || tooMany.length > 0) return [...larger, ...tooMany];
  return packing(pool, claims, promised);
}

/** A pod that fits no machine waits for ever. */
function largerThanNode({ node, path }: PoolSupply, claim: GpuClaim): Violation[] {
  if (!node) return [];
  const asked: [string, number, number][] = [
    ['GPUs', claim.gpusPerPod, node.gpus],
    ['cores', claim.cpuPerPod, node.cpu],
    ['GiB of memory', claim.memoryGiBPerPod, node.memoryGiB],
  ];
  return asked
    .filter(([, needed, there]) => needed > there)
    .map(([unit, needed, there]) => ({
      path: `${path}.node`,
      value: node.id,
      allowed: `one that holds a pod of ${claim.service}: ${needed} ${unit} asked, ${there} there`,
      fix: 'choose a larger machine, or pin or parallelize the service to less',
    }));
}

function minima(pool: PoolSupply, claims: readonly GpuClaim[]): Violation[] {
  const supply = floorSupplyOf(pool);
  const needed = total(claims, 'atMin');
  if (supply === undefined || needed <= supply) return [];
  const kind = pool.gpus === 0 ? 'spotGpus' : 'gpus';
  const onDemand = pool.spotGpus > 0 && kind === 'gpus' ? ' on demand' : '';
  return [
    {
      path: `${pool.path}.${kind}`,
      value: supply,
      allowed: `at least ${needed}${onDemand}, the minima of ${shares(claims, 'atMin')}`,
      fix: `raise it to ${needed}, lower a minimum or move a service to another pool`,
    },
  ];
}

function peaks(pool: PoolSupply, promised: readonly GpuClaim[]): Violation[] {
  const supply = supplyOf(pool);
  const needed = total(promised, 'atPeak');
  if (supply === undefined || needed <= supply) return [];
  return [
    {
      path: `${pool.path}.gpus`,
      value: supply,
      allowed: `at least ${needed}, the peaks of ${shares(promised, 'atPeak')} at the same time`,
      fix: `add ${needed - supply}, or state tier STANDARD or BATCH for what may wait`,
    },
  ];
}

function packing(
  pool: PoolSupply,
  claims: readonly GpuClaim[],
  promised: readonly GpuClaim[],
): Violation[] {
  const cases = [
    ['minima', stranded(pool, claims, 'atMin')],
    ['promised peaks', stranded(pool, promised, 'atPeak')],
  ] as const;
  const [found] = cases.filter(([, left]) => left.length > 0);
  if (!found || !packsExactly(podsAt(claims, 'atPeak'))) return [];
  const [what, left] = found;
  const nodes = poolNodes(pool) ?? [];
  return [
    {
      path: `${pool.path}.gpus`,
      value: supplyOf(pool),
      allowed: `in nodes that take the pods of the ${what}: ${left.length} of ${left[0]} GPUs find none among ${nodes.length} of ${nodes.join(', ')} GPUs`,
      fix: 'add a node, or give large and small pods a pool each',
    },
  ];
}
