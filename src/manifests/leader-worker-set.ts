import type { PlatformSpec } from '../kube/platform';
import { rolloutMaxSurge, rolloutMaxUnavailable } from './constants';
import { podTemplate } from './pod-template';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';
import { fixedReplicas, workloadMetadata } from './workload-metadata';

/** Replaces a pod only when the old one is gone, so a roll-out needs no GPU beyond the fleet's. */
export function leaderWorkerSet(
  plan: ServicePlan,
  spec: ServiceSpec,
  platform: PlatformSpec,
): WireObject {
  return {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: workloadMetadata(spec),
    spec: {
      ...fixedReplicas(spec),
      leaderWorkerTemplate: groupTemplate(plan, spec, platform),
      rolloutStrategy: {
        type: 'RollingUpdate',
        rollingUpdateConfiguration: {
          maxUnavailable: rolloutMaxUnavailable,
          maxSurge: rolloutMaxSurge,
        },
      },
      // LeaderReady would wait for ever: the leader is Ready only once its workers have joined.
      startupPolicy: 'LeaderCreated',
      networkConfig: { subdomainPolicy: 'Shared' },
    },
  };
}

function groupTemplate(plan: ServicePlan, spec: ServiceSpec, platform: PlatformSpec): WireFields {
  const size = plan.replica.nodes;
  const leader = podTemplate(plan, spec, platform, 'leader');
  if (size === 1) {
    // A container that restarts keeps its pod and so its caches.
    return { size, restartPolicy: 'None', workerTemplate: leader };
  }
  return {
    size,
    // RecreateGroupOnPodRestart starts over while nodes are still on their way.
    restartPolicy: 'RecreateGroupAfterStart',
    leaderTemplate: leader,
    workerTemplate: podTemplate(plan, spec, platform, 'worker'),
  };
}
