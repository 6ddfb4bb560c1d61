import { AnnotationKey } from '../kube/labels';
import type { PlatformSpec } from '../kube/platform';
import { container } from './container';
import { initContainers } from './init-containers';
import { type PodRole, podLabels } from './labels';
import { doNotDisruptMinutes } from './laws';
import { scheduling } from './scheduling';
import { podSecurityContext } from './security';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import { volumes } from './volumes';
import type { WirePodTemplate } from './wire';

type Annotations = Readonly<Record<string, string>>;

export function podTemplate(
  plan: ServicePlan,
  spec: ServiceSpec,
  platform: PlatformSpec,
  role: PodRole,
): WirePodTemplate {
  const { graceSeconds, workerGraceSeconds } = plan.drain;
  const annotations = podAnnotations(plan, spec, platform);
  const imagePullSecrets = spec.imagePullSecrets.map((name) => ({ name }));
  return {
    metadata: {
      labels: podLabels(spec, role),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: {
      serviceAccountName: spec.name,
      automountServiceAccountToken: false,
      // A Service named vllm would define VLLM_PORT, which the engine reads as its own.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: role === 'leader' ? graceSeconds : workerGraceSeconds,
      securityContext: podSecurityContext(platform),
      ...(imagePullSecrets.length > 0 ? { imagePullSecrets } : {}),
      ...scheduling(plan, spec, role),
      ...initContainers(plan, spec),
      containers: [container(plan, spec, role)],
      volumes: volumes(plan, spec),
    },
  };
}

/** The user's own, and what keeps node autoscalers away for so many starts of the engine. */
export function podAnnotations(
  plan: ServicePlan,
  spec: ServiceSpec,
  { nodeAutoscaler }: PlatformSpec,
  starts = 1,
): Annotations {
  return { ...undisrupted(nodeAutoscaler, plan, spec, starts), ...spec.podAnnotations };
}

function undisrupted(
  nodeAutoscaler: PlatformSpec['nodeAutoscaler'],
  plan: ServicePlan,
  spec: ServiceSpec,
  starts: number,
): Annotations {
  switch (nodeAutoscaler) {
    // For the longest start: `true` would hold up the patching of nodes for ever.
    case 'karpenter': {
      const minutes = doNotDisruptMinutes(plan, spec, starts);
      return { [AnnotationKey.KARPENTER_DO_NOT_DISRUPT]: `${minutes}m` };
    }
    case 'cluster-autoscaler':
    case 'gke':
      return { [AnnotationKey.SAFE_TO_EVICT]: 'false' };
    case 'none':
      return {};
  }
}
