import type { ManifestObject } from '../view/place';
import type { ScalerView } from '../view/scaler-view';
import type { LintView, Note, SiteFacts } from '../view/view';
import { readNodePool, readQuota } from './beside';
import { Cursor } from './cursor';
import { type Beside, joined } from './joins';
import { groupOf } from './objects';
import { readPodAutoscaler } from './scaler-aibrix';
import { readHpa } from './scaler-hpa';
import { readScaledObject } from './scaler-keda';
import { isWorkload, servingWorkloads } from './workloads';

/** Kinds beside workloads, by group and kind. */
const ROLES: Readonly<Record<string, keyof Beside | 'quotas' | 'nodePools'>> = {
  'keda.sh/ScaledObject': 'scalers',
  'autoscaling/HorizontalPodAutoscaler': 'scalers',
  'autoscaling.aibrix.ai/PodAutoscaler': 'scalers',
  'policy/PodDisruptionBudget': 'budgets',
  'monitoring.coreos.com/PodMonitor': 'monitors',
  'monitoring.coreos.com/ServiceMonitor': 'monitors',
  'monitoring.googleapis.com/PodMonitoring': 'monitors',
  'azmonitoring.coreos.com/PodMonitor': 'monitors',
  'azmonitoring.coreos.com/ServiceMonitor': 'monitors',
  '/Service': 'endpoints',
  '/PersistentVolumeClaim': 'claims',
  'gateway.networking.k8s.io/HTTPRoute': 'routes',
  'gateway.networking.k8s.io/GRPCRoute': 'routes',
  'networking.istio.io/VirtualService': 'routes',
  'inference.networking.k8s.io/InferencePool': 'pools',
  'inference.networking.x-k8s.io/InferencePool': 'pools',
  '/ResourceQuota': 'quotas',
  'karpenter.sh/NodePool': 'nodePools',
};

function roleOf(object: ManifestObject): (typeof ROLES)[string] | undefined {
  const key = `${groupOf(object)}/${object.kind}`;
  return Object.hasOwn(ROLES, key) ? ROLES[key] : undefined;
}

const SCALERS: Readonly<Record<string, (root: Cursor) => ScalerView>> = {
  ScaledObject: readScaledObject,
  HorizontalPodAutoscaler: readHpa,
  PodAutoscaler: readPodAutoscaler,
};

function readScaler(object: ManifestObject): ScalerView {
  return SCALERS[object.kind](Cursor.of(object));
}

/** Objects as services with what belongs to them. */
export function viewOf(objects: readonly ManifestObject[], site: SiteFacts): LintView {
  const inRole = (role: string): ManifestObject[] =>
    objects.filter((object) => roleOf(object) === role);
  const beside: Beside = {
    scalers: inRole('scalers').map(readScaler),
    budgets: inRole('budgets'),
    monitors: inRole('monitors'),
    endpoints: inRole('endpoints'),
    claims: inRole('claims'),
    routes: inRole('routes'),
    pools: inRole('pools'),
  };
  const workloads = objects.flatMap(servingWorkloads);
  return {
    objects,
    services: workloads.map((workload) => joined(workload, beside)),
    scalers: [...beside.scalers, ...workloads.flatMap(({ scalers = [] }) => scalers)],
    quotas: inRole('quotas').map(readQuota),
    nodePools: inRole('nodePools').map(readNodePool),
    site,
  };
}

/** One note for a file's objects of kinds that no rule reads. */
export function unreadKinds(file: string, objects: readonly ManifestObject[]): Note[] {
  const counts = new Map<string, number>();
  for (const object of objects) {
    if (isWorkload(object) || roleOf(object) !== undefined) continue;
    counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const listed = [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`));
  return [{ file, message: `passed over, as no rule reads them: ${listed.join(', ')}` }];
}
