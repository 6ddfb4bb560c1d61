import type { PlanAnswer, ReplicaPlan } from '../capacity/answer';
import { LabelKey } from '../kube/labels';
import type { PlatformSpec } from '../kube/platform';
import { priorityClassOf } from '../kube/priority';
import type { OffPeakPlan, OffPeakRequest } from '../plan/off-peak-plan';
import { hpaTolerance } from '../scaling/behavior';
import { revisionHistoryLimit } from './constants';
import { environment } from './environment';
import { gpusPerPod } from './laws';
import { type SharedObjectName, sharedMetadata } from './metadata';
import { podTemplate } from './pod-template';
import { resources } from './resources';
import { hpaAnnotations, prometheusTrigger } from './scaled-object';
import { containerSecurityContext } from './security';
import { type ServicePlan, servicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import { triggerAuthentication } from './trigger-authentication';
import { volumeMounts } from './volumes';
import type { WireFields, WireObject } from './wire';

/** What a batch pod runs. */
export interface BatchSpec {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly window: OffPeakRequest['window'];
}

/** The workload and what starts and ends it. */
export function offPeakBatch(
  answer: PlanAnswer,
  batch: OffPeakPlan,
  spec: BatchSpec,
  service: ServiceSpec,
  platform: PlatformSpec,
): WireObject[] {
  const name = { name: spec.name, namespace: service.namespace, component: 'off-peak-batch' };
  const workload = deployment(servicePlan(answer), batch, spec, service, platform, name);
  return [workload, scaler(batch, spec, service, platform, name)];
}

function deployment(
  plan: ServicePlan,
  batch: OffPeakPlan,
  spec: BatchSpec,
  service: ServiceSpec,
  platform: PlatformSpec,
  name: SharedObjectName,
): WireObject {
  const metadata = sharedMetadata(name);
  const serving = podTemplate(plan, service, platform, 'leader');
  const { topologySpreadConstraints: _spread, ...pod } = serving.spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      revisionHistoryLimit,
      selector: { matchLabels: { [LabelKey.APP_NAME]: spec.name } },
      strategy: { type: 'Recreate' },
      template: {
        // None of the service's labels, or its scaler, budget and Service would count these pods.
        metadata: { labels: metadata.labels },
        spec: {
          ...pod,
          priorityClassName: priorityClassOf('batch'),
          terminationGracePeriodSeconds: batch.delaySeconds,
          containers: [container(plan, batch, spec, service)],
        },
      },
    },
  };
}

function container(
  plan: ServicePlan,
  batch: OffPeakPlan,
  spec: BatchSpec,
  service: ServiceSpec,
): WireFields {
  const share = batch.gpusPerPod / gpusPerPod(plan.replica);
  const own = Object.entries(spec.env).map(([name, value]) => ({ name, value }));
  return {
    name: 'batch',
    image: spec.image,
    imagePullPolicy: 'IfNotPresent',
    command: [...spec.command],
    env: [...inherited(plan, service, spec.env), ...own].sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: resources({ ...plan, replica: shareOf(plan.replica, share) }, service),
    securityContext: containerSecurityContext(service),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: volumeMounts(service),
  };
}

/** Home, caches and weights as the server has them; its key to the API stays with it. */
function inherited(
  plan: ServicePlan,
  service: ServiceSpec,
  own: Readonly<Record<string, string>>,
): { readonly name: string }[] {
  const { apiKey: _key, ...open } = service;
  return (environment(plan, open, 'leader') as { readonly name: string }[]).filter(
    ({ name }) => !Object.hasOwn(own, name),
  );
}

/** One node, and as much of everything as the GPUs are of the service's pod. */
function shareOf(replica: ReplicaPlan, share: number): ReplicaPlan {
  return {
    ...replica,
    gpus: gpusPerPod(replica) * share,
    nodes: 1,
    cpu: replica.cpu * share,
    memoryGiB: replica.memoryGiB * share,
    memoryLimitGiB: replica.memoryLimitGiB * share,
  };
}

/**
 * From zero to as many pods as GPUs are idle. No window and no cooldown on the way down: GPUs that
 * are wanted back are preempted anyway, and pods that leave first do so without being pushed.
 */
function scaler(
  batch: OffPeakPlan,
  { window, name: target }: BatchSpec,
  service: ServiceSpec,
  platform: PlatformSpec,
  name: SharedObjectName,
): WireObject {
  // The service's own login, in the same namespace.
  const login = triggerAuthentication(service, platform)?.metadata.name;
  const trigger = window
    ? {
        type: 'cron',
        metadata: {
          timezone: window.timeZone,
          start: window.start,
          end: window.end,
          desiredReplicas: String(batch.pods),
        },
      }
    : prometheusTrigger(
        { name: 'idle-gpus', metricType: 'AverageValue', query: batch.query ?? '', threshold: 1 },
        platform.metrics,
        login,
      );
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { ...sharedMetadata(name), annotations: hpaAnnotations },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      minReplicaCount: 0,
      maxReplicaCount: batch.pods,
      cooldownPeriod: 0,
      advanced: { horizontalPodAutoscalerConfig: { behavior: behavior(platform) } },
      triggers: [trigger],
    },
  };
}

// The metric is a count of pods: the HPA's own tolerance would take nine of ten for enough.
function behavior({ kubernetesVersion }: PlatformSpec): WireFields {
  const tolerance = hpaTolerance(kubernetesVersion);
  const exact = tolerance === undefined ? {} : { tolerance: String(tolerance) };
  return {
    scaleDown: { stabilizationWindowSeconds: 0, ...exact },
    ...(tolerance === undefined ? {} : { scaleUp: exact }),
  };
}
