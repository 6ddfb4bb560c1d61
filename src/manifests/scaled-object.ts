import type {
  FleetPlan,
  FloorPlan,
  ScalingPlan,
  ScalingRules,
  SignalPlan,
  ZeroPlan,
} from '../capacity/answer';
import { AnnotationKey } from '../kube/labels';
import type { MetricsBackendSpec, PlatformSpec } from '../kube/platform';
import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import { authModes } from './trigger-authentication';
import type { WireFields, WireObject } from './wire';

/** What a scaler reads of a plan. */
export interface ScalablePlan {
  readonly fleet: FleetPlan;
  readonly scaling: ScalingPlan;
}

// KEDA copies labels to its HPA, which Argo CD would then take for its own and prune.
export const hpaAnnotations = {
  [AnnotationKey.KEDA_HPA_EXCLUDED_LABELS]: 'argocd.argoproj.io/instance',
};

/**
 * No pollingInterval and no cooldownPeriod but for the step to zero: with a minimum of at least 1
 * both do nothing, and KEDA 2.20 warns about them.
 */
export function scaledObject(
  { fleet, scaling }: ScalablePlan,
  spec: ServiceSpec,
  platform: PlatformSpec,
  target: WireObject,
  authentication?: WireObject,
): WireObject {
  const { scaleUp, scaleDown } = scaling.behavior;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: {
      ...objectMetadata(spec),
      annotations: hpaAnnotations,
    },
    spec: {
      // Each defaults on its own: a kind without its apiVersion is looked for in apps/v1.
      scaleTargetRef: {
        apiVersion: target.apiVersion,
        kind: target.kind,
        name: target.metadata.name,
      },
      minReplicaCount: fleet.minReplicas,
      maxReplicaCount: fleet.maxReplicas,
      ...(scaling.zero ? stepToZero(scaling.zero) : {}),
      ...(scaling.fallback ? { fallback: { ...scaling.fallback } } : {}),
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: { scaleUp: rules(scaleUp), scaleDown: rules(scaleDown) },
        },
      },
      triggers: [
        ...scaling.signals
          .filter(({ kind }) => kind !== 'floor')
          .map((signal) =>
            prometheusTrigger(signal, platform.metrics, authentication?.metadata.name),
          ),
        ...scaling.floors.map(floorTrigger),
      ],
    },
  };
}

/** A service that is new is not idle while its first replica loads. */
function stepToZero({ pollingSeconds, idleSeconds }: ZeroPlan): WireFields {
  return {
    pollingInterval: pollingSeconds,
    cooldownPeriod: idleSeconds,
    initialCooldownPeriod: idleSeconds,
  };
}

function rules({ tolerance, policies, ...rest }: ScalingRules): WireFields {
  const exact = tolerance === undefined ? {} : { tolerance: String(tolerance) };
  return { ...rest, policies: policies.map((policy) => ({ ...policy })), ...exact };
}

/** A trigger that reads the metrics backend; `login` names a TriggerAuthentication. */
export function prometheusTrigger(
  { name, metricType, query, threshold, activationThreshold }: Omit<SignalPlan, 'kind' | 'reason'>,
  metrics: MetricsBackendSpec,
  login?: string,
): WireFields {
  return {
    type: 'prometheus',
    name,
    metricType,
    metadata: {
      ...backend(metrics),
      query,
      threshold: String(threshold),
      ...(activationThreshold === undefined
        ? {}
        : { activationThreshold: String(activationThreshold) }),
      // An empty answer means that the scaler is blind; KEDA's default reads it as no load.
      ignoreNullValues: 'false',
    },
    ...(login ? { authenticationRef: { name: login } } : {}),
  };
}

function backend({ serverAddress, tenant, region, auth }: MetricsBackendSpec): WireFields {
  const modes = authModes(auth);
  return {
    serverAddress,
    ...(modes ? { authModes: modes } : {}),
    ...(region ? { awsRegion: region } : {}),
    ...(tenant ? { customHeaders: `X-Scope-OrgID=${tenant}` } : {}),
  };
}

function floorTrigger({ start, end, timeZone, desiredReplicas }: FloorPlan): WireFields {
  const metadata = { timezone: timeZone, start, end, desiredReplicas: String(desiredReplicas) };
  return { type: 'cron', metadata };
}
