import type {
  FleetPlan,
  FloorPlan,
  ScalingPlan,
  ScalingRules,
  SignalPlan,
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

/**
 * No pollingInterval and no cooldownPeriod: with a minimum of at least 1 both do nothing, and
 * KEDA 2.20 warns about them.
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
      // KEDA copies labels to its HPA, which Argo CD would then take for its own and prune.
      annotations: { [AnnotationKey.KEDA_HPA_EXCLUDED_LABELS]: 'argocd.argoproj.io/instance' },
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
      fallback: { ...scaling.fallback },
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: { scaleUp: rules(scaleUp), scaleDown: rules(scaleDown) },
        },
      },
      triggers: [
        ...scaling.signals
          .filter(({ kind }) => kind !== 'floor')
          .map((signal) => signalTrigger(signal, platform.metrics, authentication)),
        ...scaling.floors.map(floorTrigger),
      ],
    },
  };
}

function rules({ tolerance, policies, ...rest }: ScalingRules): WireFields {
  const exact = tolerance === undefined ? {} : { tolerance: String(tolerance) };
  return { ...rest, policies: policies.map((policy) => ({ ...policy })), ...exact };
}

function signalTrigger(
  { name, metricType, query, threshold }: SignalPlan,
  metrics: MetricsBackendSpec,
  authentication?: WireObject,
): WireFields {
  return {
    type: 'prometheus',
    name,
    metricType,
    metadata: {
      ...backend(metrics),
      query,
      threshold: String(threshold),
      // An empty answer means that the scaler is blind; KEDA's default reads it as no load.
      ignoreNullValues: 'false',
    },
    ...(authentication ? { authenticationRef: { name: authentication.metadata.name } } : {}),
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
