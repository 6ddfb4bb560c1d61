import { priorityRow, priorityRows } from '../kube/priority';
import { InvalidInput, type Violation } from '../violations';
import type { PriorityTier } from './kinds';
import type { ServiceDefaults } from './service-defaults';

/** Name of the class of a tier. */
export function classNameOf(tier: PriorityTier): string {
  const row = priorityRow(tier);
  if (row) return row.name;
  throw new InvalidInput([unknownTier('tier', tier)]);
}

/** The class that pods carry, by either way of saying it. */
export function classOf({ tier, priorityClassName }: ServiceDefaults): string | undefined {
  return tier === undefined ? priorityClassName : classNameOf(tier);
}

/** Tier and class of one layer contradict each other, or the tier is none. */
export function tierViolations(
  { tier, priorityClassName }: ServiceDefaults,
  prefix = '',
): Violation[] {
  if (tier === undefined) return [];
  if (!priorityRow(tier)) return [unknownTier(`${prefix}tier`, tier)];
  if (priorityClassName === undefined) return [];
  return [
    {
      path: `${prefix}priorityClassName`,
      value: priorityClassName,
      allowed: `left out with 'tier', whose class is ${classNameOf(tier)}`,
      fix: 'keep one of the two',
    },
  ];
}

function unknownTier(path: string, value: string): Violation {
  const allowed = `one of ${priorityRows.map(({ tier }) => tier).join(', ')}`;
  return { path, value, allowed, fix: 'e.g. PriorityTier.ONLINE' };
}
