import { quotaViolations, resourcesOf } from '../capacity/quota';
import type { Violation } from '../violations';
import type { GpuQuotaProps } from './gpu-quota-props';
import { quotaProps } from './known-fleet-props';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { unknownProps } from './unknown-props';

/** Why a quota cannot be written, or would refuse what always runs. */
export function quotaPropViolations(props: GpuQuotaProps, namespace: string): Violation[] {
  const { services = [], gpus, perTier = false } = ofTheirKind(props);
  const claims = services.map((service) => service._claim);
  const violations = [...unknownProps(props, quotaProps), ...kindViolations(props)];
  const refuse = (path: string, value: unknown, allowed: string, fix: string): void => {
    violations.push({ path, value, allowed, fix });
  };
  if (services.length === 0 && !violations.some(({ path }) => path.startsWith('services'))) {
    refuse('services', services, 'at least one', 'name every service of the namespace');
  }
  services.forEach((service, i) => {
    const at = `services[${i}]`;
    if (service._namespace !== namespace) {
      const allowed = `a service in namespace ${namespace}, that of the quota`;
      refuse(at, `${service._namespace}/${service.name}`, allowed, 'give each namespace its own');
    }
    if (perTier && service._claim.rank.className === undefined) {
      const allowed = "one with a tier or class, by which 'perTier' counts";
      refuse(at, service.name, allowed, 'state tier, or leave perTier out');
    }
  });
  if (gpus === undefined) return violations;
  if (!(Number.isInteger(gpus) && gpus >= 1)) {
    refuse('gpus', gpus, 'a whole number, at least 1', 'leave it out for what the plans take');
  }
  const resources = resourcesOf(claims);
  if (resources.length > 1) {
    const allowed = `left out for services of ${resources.join(' and ')}`;
    refuse('gpus', gpus, allowed, 'give each resource its own quota');
  }
  if (perTier) {
    refuse('gpus', gpus, "left out with 'perTier'", 'keep one of the two');
  }
  return [...violations, ...quotaViolations('gpus', gpus, claims)];
}
