/** A kind that scalers are pointed at, and whether the API server can scale it. */
export interface ScaleRow {
  readonly kind: string;
  readonly group: string;
  readonly apiVersion: string;
  /** It has the subresource `scale`. */
  readonly hasScale: boolean;
  readonly source: string;
}

const row = (kind: string, apiVersion: string, hasScale: boolean, source: string): ScaleRow => ({
  kind,
  group: apiVersion.slice(0, Math.max(apiVersion.lastIndexOf('/'), 0)),
  apiVersion,
  hasScale,
  source,
});

const builtIn = 'kubernetes/api apps/v1, batch/v1, core/v1';
const kuberay = 'ray-project/kuberay ray-operator/config/crd/bases@022eed16';

const kserve = 'kserve/kserve config/crd/full@aaac4e294: the subresource status alone';

const rows: readonly ScaleRow[] = [
  row('Deployment', 'apps/v1', true, builtIn),
  row('StatefulSet', 'apps/v1', true, builtIn),
  row('ReplicaSet', 'apps/v1', true, builtIn),
  row('DaemonSet', 'apps/v1', false, builtIn),
  row('Job', 'batch/v1', false, builtIn),
  row('CronJob', 'batch/v1', false, builtIn),
  row('Pod', 'v1', false, builtIn),
  row('LeaderWorkerSet', 'leaderworkerset.x-k8s.io/v1', true, 'kubernetes-sigs/lws 0.10'),
  row(
    'DisaggregatedSetRoleScaler',
    'disaggregatedset.x-k8s.io/v1',
    true,
    'kubernetes-sigs/lws 0.10',
  ),
  row('DisaggregatedSet', 'disaggregatedset.x-k8s.io/v1', false, 'kubernetes-sigs/lws 0.10'),
  row('RayCluster', 'ray.io/v1', false, kuberay),
  row('RayService', 'ray.io/v1', false, kuberay),
  row('RayJob', 'ray.io/v1', false, kuberay),
  row('InferenceService', 'serving.kserve.io/v1beta1', false, kserve),
  row('LLMInferenceService', 'serving.kserve.io/v1alpha1', false, kserve),
  row('RayClusterFleet', 'orchestration.aibrix.ai/v1alpha1', true, 'vllm-project/aibrix#1082'),
];

/** Kinds that several projects have: only with its group is one of them known. */
const HOMONYMS: ReadonlySet<string> = new Set(['InferenceService']);

/** What is known of a kind; nothing for kinds that nobody looked at. */
export function scaleRow(kind: string, group: string): ScaleRow | undefined {
  return rows.find(
    (each) => each.kind === kind && (each.group === group || !HOMONYMS.has(each.kind)),
  );
}
