import type { Violation } from '../violations';
import { defaultViolations } from './default-violations';
import type { GpuPool } from './gpu-pool';
import { fleetProps, fleetServiceProps } from './known-fleet-props';
import type { FleetServiceOptions, LlmFleetProps } from './llm-fleet-props';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { unknownProps } from './unknown-props';

/** Why a fleet is none. */
export function fleetPropViolations(props: LlmFleetProps): Violation[] {
  const { pools = [], defaults, quota } = ofTheirKind(props);
  const violations = [
    ...unknownProps(props, fleetProps),
    ...kindViolations(props),
    ...defaultViolations(defaults),
  ];
  if (pools.length === 0 && !violations.some(({ path }) => path.startsWith('pools'))) {
    const allowed = 'at least one';
    violations.push({ path: 'pools', value: pools, allowed, fix: 'e.g. GpuPool.custom({ … })' });
  }
  pools.forEach(({ name }, i) => {
    if (pools.findIndex((other) => other.name === name) === i) return;
    const allowed = 'a name of its own';
    const fix = 'rename one, or add up their GPUs';
    violations.push({ path: `pools[${i}].name`, value: name, allowed, fix });
  });
  if (quota !== undefined && !(Number.isInteger(quota) && quota >= 1)) {
    const allowed = 'a whole number, at least 1';
    violations.push({ path: 'quota', value: quota, allowed, fix: 'count GPUs' });
  }
  return violations;
}

/** Why options are none of a service of these pools. */
export function fleetServiceViolations(
  options: FleetServiceOptions,
  pools: readonly GpuPool[],
): Violation[] {
  // Stated beside the pool it is refused as in any service, with the pool's name.
  const violations = unknownProps(options, { ...fleetServiceProps, accelerator: true });
  const { pool } = options;
  // The very pool: another of its name may be of another size.
  if (pool && pools.includes(pool)) return violations;
  return [
    ...violations,
    {
      path: 'pool',
      value: pool?.name ?? pool,
      allowed: `one of the fleet's pools (${pools.map(({ name }) => name).join(', ')})`,
      fix: "add it to the fleet's pools",
    },
  ];
}
