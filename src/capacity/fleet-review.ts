import type { PlanWarning, Requirement } from './answer';
import {
  claimsOn,
  headroomOf,
  type PoolSupply,
  servicesOf,
  shares,
  supplyOf,
  total,
} from './fleet-sums';
import type { FleetSupply } from './fleet-violations';
import type { GpuClaim } from './gpu-claim';
import { counted } from './ledger';
import { packsExactly, podsAt, stranded } from './node-packing';
import { preemptions, shortages } from './preemption';
import { quotaWarnings } from './quota';

/** What a fleet allows and a reviewer should still hear about. */
export function fleetDoubts(
  { pools, quota, quotaPath = 'quota' }: FleetSupply,
  claims: readonly GpuClaim[],
): PlanWarning[] {
  const services = servicesOf(claims);
  return [
    ...pools.flatMap((pool) => poolDoubts(pool, claimsOn(pool, services))),
    ...pools.flatMap((pool) => waitingHeadroom(pool, claimsOn(pool, claims))),
    ...services.flatMap(unknownRank),
    ...quotaWarnings(quotaPath, quota, claims),
  ];
}

function poolDoubts(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  return [
    ...lostPeaks(pool, claims),
    ...waitingPeaks(pool, claims),
    ...tornGroups(pool, claims),
    ...maxima(pool, claims),
    ...mixedSizes(pool, claims),
    ...minimaOnSpot(pool, claims),
  ];
}

function lostPeaks(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  return preemptions(pool, claims)
    .filter(({ gpus }) => gpus > 0)
    .map(({ victim, by, gpus, replicas, belowMin, seconds }) => ({
      code: 'peaks-preempt',
      path: `${pool.path}.gpus`,
      message: `when all peak together, ${victim.service} gives up to ${counted(gpus, 'GPU')} (${counted(replicas, 'replica')}) to ${names(by)}${belowMin > 0 ? `, ${belowMin} of its minimum among them` : ''}; they are free after its drain of ${seconds} s, which their cold start waits for`,
      fix: `add ${counted(total(claims, 'atPeak') - (supplyOf(pool) ?? 0), 'GPU')}, or accept it: that is what the tier says`,
    }));
}

function waitingPeaks(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  return shortages(pool, claims).map(({ claims: equal, gpus }) => ({
    code: 'peaks-wait',
    path: `${pool.path}.gpus`,
    message: `when all peak together, ${names(equal)} find ${counted(gpus, 'GPU')} less than they ask for, and nobody gives way`,
    fix: `add ${counted(gpus, 'GPU')}, or give them different tiers`,
  }));
}

/** The scheduler takes single pods: half a group is lost for nothing, and its leader's GPUs idle. */
function tornGroups(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  return preemptions(pool, claims)
    .filter(({ victim }) => victim.podsPerReplica > 1)
    .map(({ victim }) => ({
      code: 'preemptible-group',
      path: `${pool.path}`,
      message: `${victim.service} gives way pod by pod, and its groups have ${victim.podsPerReplica}: one pod taken ends its group, and the next leader holds its GPUs idle until a worker finds a node`,
      fix: 'give it a machine that holds a whole replica, or a tier that nobody preempts',
    }));
}

function maxima(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  const supply = supplyOf(pool);
  const most = total(claims, 'duringRollout');
  const peak = total(claims, 'atPeak');
  if (supply === undefined || most <= supply || peak > supply) return [];
  return [
    {
      code: 'maxima-exceed-pool',
      path: `${pool.path}.gpus`,
      message: `the peaks fit ${supply} GPUs, the maxima of ${shares(claims, 'duringRollout')} do not: growth past the peaks stays Pending`,
      fix: `add ${most - supply}, or pin maxima to what the pool holds`,
    },
  ];
}

/** Placeholders just wait, and the autoscaler buys no node beyond the bound of a pool. */
function waitingHeadroom(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  const supply = supplyOf(pool);
  const most = total(servicesOf(claims), 'atMax');
  const headroom = headroomOf(claims);
  const kept = total(headroom, 'atMax');
  if (supply === undefined || kept === 0 || most + kept <= supply) return [];
  const over = most + kept - supply;
  return [
    {
      code: 'headroom-exceeds-pool',
      path: `${pool.path}.gpus`,
      message: `the maxima of ${most} GPUs and the ${kept} of ${names(headroom)} do not fit ${supply}: towards the maxima ${Math.min(over, kept)} of them find no place, and no node stands ready`,
      fix: `add ${counted(over, 'GPU')}, or leave the headroom out where all nodes stand anyway`,
    },
  ];
}

/** The scheduler spreads small pods, and each node that one of them is on is lost to a large one. */
function mixedSizes(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  const sizes = [...new Set(podsAt(claims, 'atPeak'))].sort((a, b) => a - b);
  if (sizes.length < 2 || pool.gpus === undefined) return [];
  const left = stranded(pool, claims, 'atPeak').length;
  const odd = left > 0 && !packsExactly(sizes);
  return [
    {
      code: 'mixed-pod-sizes',
      path: pool.path,
      message: `pods of ${sizes.join(', ')} GPUs share nodes: ${odd ? `${counted(left, 'pod')} may find none at the peaks` : 'small ones spread over nodes that a large one needs whole'}`,
      fix: 'have the scheduler score MostAllocated for GPUs, or give each size a pool',
    },
  ];
}

function minimaOnSpot(pool: PoolSupply, claims: readonly GpuClaim[]): PlanWarning[] {
  const online = claims.filter(({ rank, gpus }) => rank.promised && gpus.atMin > 0);
  if (pool.gpus !== 0 || online.length === 0) return [];
  return [
    {
      code: 'minimum-on-spot',
      path: `${pool.path}.gpus`,
      message: `all nodes of ${pool.name} may go at once, and the minima of ${names(online)} with them`,
      fix: 'state gpus for what is bought on demand, or tier BATCH',
    },
  ];
}

function unknownRank({ service, rank }: GpuClaim): PlanWarning[] {
  if (rank.known) return [];
  return [
    {
      code: 'priority-unknown',
      path: 'priorityClassName',
      message: `the value of class ${rank.className} is not known here: ${service} is taken for a pod without a class`,
      fix: 'state tier, whose classes are those of PriorityLadder',
    },
  ];
}

/** What the pools of a fleet need besides what each plan lists. */
export function fleetRequirements(
  { pools }: FleetSupply,
  claims: readonly GpuClaim[],
): Requirement[] {
  const pods = claims.filter(({ kind }) => kind !== 'buffer');
  const classes = new Set(pods.flatMap(({ rank }) => rank.className ?? []));
  const overflowing = pools.filter(({ gpus = 0, spotGpus }) => gpus > 0 && spotGpus > 0);
  return [
    ...[...classes].map((name) => ({
      what: `PriorityClass ${name}`,
      because: 'pods that name a class which does not exist are refused',
    })),
    ...overflowing.map(({ name, gpus }) => ({
      what: `nodes on demand of pool ${name} limited to ${gpus} GPUs (limits of the NodePool, size of the node group)`,
      because: 'pods prefer them: without a limit the autoscaler never buys spot',
    })),
  ];
}

function names(claims: readonly GpuClaim[]): string {
  return claims.map(({ service }) => service).join(', ');
}
