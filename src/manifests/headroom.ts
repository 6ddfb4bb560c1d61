import type { HeadroomPlan, PlanAnswer } from '../capacity/answer';
import type { PlatformSpec } from '../kube/platform';
import { priorityClassOf } from '../kube/priority';
import { pauseImage, revisionHistoryLimit } from './constants';
import { type SharedObjectName, sharedMetadata } from './metadata';
import { resources } from './resources';
import { scheduling } from './scheduling';
import { containerSecurityContext, podSecurityContext } from './security';
import { servicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

/** Who keeps the nodes: pods that stand for those to come, or an object of the node autoscaler. */
export type HeadroomMechanism = 'placeholder-pods' | 'capacity-buffer';

/** What keeps nodes ready for the pods of a service: each placeholder has the shape of one pod. */
export function headroomObjects(
  answer: PlanAnswer,
  headroom: HeadroomPlan,
  service: ServiceSpec,
  platform: PlatformSpec,
  own: {
    readonly name: string;
    readonly namespace?: string;
    readonly mechanism: HeadroomMechanism;
  },
): WireObject[] {
  const name = { ...own, component: 'warm-headroom' };
  const pod = placeholder(answer, service, platform, name);
  return own.mechanism === 'capacity-buffer'
    ? capacityBuffer(headroom, pod, name)
    : [placeholderPods(headroom, pod, name)];
}

/**
 * No pods and so no preemption and no quota: the autoscaler counts the buffer as if it were pods.
 * `podTemplateRef` and not `scalableRef`, as not every provisioner scales by a LeaderWorkerSet.
 */
function capacityBuffer(
  { placeholderPods: replicas }: HeadroomPlan,
  template: WireFields,
  name: SharedObjectName,
): WireObject[] {
  const metadata = sharedMetadata(name);
  return [
    { apiVersion: 'v1', kind: 'PodTemplate', metadata, template },
    {
      apiVersion: 'autoscaling.x-k8s.io/v1beta1',
      kind: 'CapacityBuffer',
      metadata,
      spec: {
        podTemplateRef: { name: name.name },
        provisioningStrategy: 'buffer.x-k8s.io/active-capacity',
        replicas,
      },
    },
  ];
}

function placeholderPods(
  { placeholderPods: replicas }: HeadroomPlan,
  template: WireFields,
  name: SharedObjectName,
): WireObject {
  const metadata = sharedMetadata(name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas,
      revisionHistoryLimit,
      selector: { matchLabels: metadata.labels },
      // A surge would buy nodes for pods that stand for nodes.
      strategy: { type: 'Recreate' },
      template,
    },
  };
}

/** Asks for all that the pod to come asks for, or that pod would not fit into its place. */
function placeholder(
  answer: PlanAnswer,
  service: ServiceSpec,
  platform: PlatformSpec,
  name: SharedObjectName,
): WireFields {
  const plan = servicePlan(answer);
  const { requests, limits } = resources(
    plan,
    service,
    plan.replica.nodes > 1 ? service.fabric : undefined,
  );
  return {
    metadata: { labels: sharedMetadata(name).labels },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Nothing ends here, and the pod that takes the place would wait for it.
      terminationGracePeriodSeconds: 0,
      securityContext: podSecurityContext(platform),
      ...scheduling(plan, alone(service), 'leader'),
      containers: [
        {
          name: 'placeholder',
          image: pauseImage,
          imagePullPolicy: 'IfNotPresent',
          resources: { requests, limits },
          securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }),
        },
      ],
    },
  };
}

/** On the nodes of the service, at the end of the ladder and with no wish to be spread. */
function alone(service: ServiceSpec): ServiceSpec {
  const priorityClassName = priorityClassOf('placeholder');
  return {
    ...service,
    scheduling: { ...service.scheduling, priorityClassName, spreadOver: [] },
  };
}
