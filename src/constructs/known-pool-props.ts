import type { GpuPoolProps } from './gpu-pool-props';
import type { PropNames } from './unknown-props';

/** Props of a pool. */
export const poolProps: PropNames<GpuPoolProps> = {
  name: true,
  node: true,
  accelerator: true,
  gpus: true,
  spotGpus: true,
  nodeSelector: true,
  toleratedTaints: true,
  spotNotice: true,
  spotUsdPerGpuHour: true,
};
