import type { Violation } from '../violations';
import type { GpuPoolProps } from './gpu-pool-props';
import { poolProps } from './known-pool-props';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { unknownProps } from './unknown-props';

/** More than any cluster has: Kubernetes is tested with 5,000 nodes, of 8 or 16 GPUs. */
const MOST_GPUS = 100_000;

/** Why a pool is none. */
export function poolPropViolations(props: GpuPoolProps): Violation[] {
  const { name, node, accelerator, gpus, spotGpus, spotNotice, spotUsdPerGpuHour } =
    ofTheirKind(props);
  const violations = [...unknownProps(props, poolProps), ...kindViolations(props)];
  const refuse = (path: string, value: unknown, allowed: string, fix: string): void => {
    violations.push({ path, value, allowed, fix });
  };
  if (!name?.trim()) refuse('name', name, 'given', "name the pool, e.g. 'h100'");
  if (!node && !accelerator) {
    refuse('node', undefined, "given, or 'accelerator'", "e.g. NodeShape.of('aws/p5.48xlarge')");
  }
  if (node && !node._carries(accelerator?.id)) {
    refuse('accelerator', accelerator?.id, `that of ${node.id}`, 'leave it out');
  }
  for (const [path, value] of Object.entries({ gpus, spotGpus })) {
    if (value === undefined) continue;
    if (!(Number.isInteger(value) && value >= 0)) {
      refuse(path, value, 'a whole number, at least 0', 'count GPUs, not machines');
    } else if (value > MOST_GPUS) {
      refuse(path, value, `at most ${MOST_GPUS}`, 'make a pool for the GPUs of each cluster');
    }
  }
  if (gpus === 0 && !spotGpus) {
    refuse('gpus', gpus, "at least 1 without 'spotGpus'", 'leave it out for as many as needed');
  }
  for (const [path, value] of Object.entries({ spotNotice, spotUsdPerGpuHour })) {
    if (value === undefined || spotGpus) continue;
    refuse(path, String(value), "left out without 'spotGpus'", 'state how many GPUs are spot');
  }
  if (spotNotice !== undefined && spotNotice.toSeconds() < 1) {
    refuse('spotNotice', spotNotice.toSeconds(), 'at least 1 s', 'leave it out for the usual one');
  }
  if (spotUsdPerGpuHour !== undefined && !(spotUsdPerGpuHour > 0)) {
    refuse('spotUsdPerGpuHour', spotUsdPerGpuHour, 'more than 0', 'give USD');
  }
  return violations;
}
