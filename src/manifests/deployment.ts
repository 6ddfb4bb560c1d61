import type { PlatformSpec } from '../kube/platform';
import { InvalidInput } from '../violations';
import { revisionHistoryLimit, rolloutMaxSurge, rolloutMaxUnavailable } from './constants';
import { leaderSelector } from './labels';
import { progressDeadlineSeconds } from './laws';
import { podTemplate } from './pod-template';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireObject } from './wire';
import { fixedReplicas, workloadMetadata } from './workload-metadata';

/** For single nodes only; a roll-out replaces pods while they still drain, on other GPUs. */
export function deployment(
  plan: ServicePlan,
  spec: ServiceSpec,
  platform: PlatformSpec,
): WireObject {
  requireSingleNode(plan);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: workloadMetadata(spec),
    spec: {
      ...fixedReplicas(spec),
      selector: { matchLabels: leaderSelector(spec) },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: rolloutMaxSurge, maxUnavailable: rolloutMaxUnavailable },
      },
      progressDeadlineSeconds: progressDeadlineSeconds(plan, spec),
      revisionHistoryLimit,
      template: podTemplate(plan, spec, platform, 'leader'),
    },
  };
}

function requireSingleNode({ replica }: ServicePlan): void {
  if (replica.nodes === 1) return;
  throw new InvalidInput([
    {
      path: '/workload',
      value: 'deployment',
      allowed: `'leader-worker-set' for a replica of ${replica.nodes} nodes`,
      fix: 'leave the workload out, or choose a node that holds the whole model',
    },
  ]);
}
