import type { RecordingPlan } from '../capacity/answer';
import type { MetricsBackendSpec, PlatformSpec } from '../kube/platform';
import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

type Kind = MetricsBackendSpec['kind'];

/** Amazon's and Azure's backends take rules by an API of their own and not as objects. */
const RULES: Partial<Record<Kind, { readonly apiVersion: string; readonly kind: string }>> = {
  prometheus: { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' },
  google: { apiVersion: 'monitoring.googleapis.com/v1', kind: 'Rules' },
};

/** The series that a plan keeps for later; nothing where it keeps none. */
export function recordingRules(
  recordings: readonly RecordingPlan[],
  spec: ServiceSpec,
  platform: PlatformSpec,
): WireObject | undefined {
  const type = RULES[platform.metrics.kind];
  if (recordings.length === 0 || !type) return undefined;
  const metadata = objectMetadata(spec, `${spec.name}-recordings`);
  return {
    ...type,
    metadata: { ...metadata, labels: { ...platform.monitorLabels, ...metadata.labels } },
    spec: { groups: recordings.map((recording) => group(recording, spec)) },
  };
}

/** Groups of one name in two namespaces are one group to some rulers. */
function group(recording: RecordingPlan, { name, namespace = 'default' }: ServiceSpec): WireFields {
  const { record, expression, labels, intervalSeconds } = recording;
  return {
    name: `${namespace}-${name}-recordings`,
    interval: `${intervalSeconds}s`,
    rules: [{ record, expr: expression, labels: { ...labels } }],
  };
}
