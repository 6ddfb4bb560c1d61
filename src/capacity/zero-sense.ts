import type { Violation } from '../violations';
import type { PlanRequest } from './request';

/** What excludes scale to zero, or leaves it blind. */
export function zeroViolations({ scaling, platform, pins = [] }: PlanRequest): Violation[] {
  if (!scaling?.scaleToZero) return [];
  const pinned = pins.flatMap(({ quantity, value }, i) =>
    quantity === '/fleet/minReplicas'
      ? [
          {
            path: `/pins/${i}/quantity`,
            value: `${quantity} ${value}`,
            allowed: 'left out with scaling.scaleToZero, which is a minimum of none',
            fix: 'keep one of the two',
          },
        ]
      : [],
  );
  if (platform?.kubeStateMetrics !== false) return pinned;
  return [
    ...pinned,
    {
      path: '/scaling/scaleToZero',
      value: undefined,
      allowed: 'left out without kube-state-metrics: no pods and unscraped pods look alike',
      fix: 'feed kube-state-metrics into the same backend and set kubeStateMetrics to true',
    },
  ];
}
