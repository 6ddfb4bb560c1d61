import type { ManifestObject } from '../view/place';
import type { ScalerView } from '../view/scaler-view';
import type { BudgetView, ClaimView, EndpointView, MonitorView } from '../view/view';
import { readBudget } from './budget';
import { readClaim } from './claim';
import { Cursor } from './cursor';
import { readEndpoint } from './endpoint';
import { readMonitor } from './monitors';
import { type InNamespace, inNamespace } from './namespaces';
import { groupOf } from './objects';
import { type Route, readRoutes } from './routes';
import { readPodAutoscaler } from './scaler-aibrix';
import { readHpa } from './scaler-hpa';
import { readScaledObject } from './scaler-keda';

/** An object beside workloads, read once, however many services it is held against. */
export interface Placed<T> extends InNamespace {
  readonly view: T;
}

/** A Service or an InferencePool: what takes pods by plain labels. */
export interface Pool {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
}

/** What stands beside workloads. */
export interface Beside {
  readonly scalers: readonly Placed<ScalerView>[];
  readonly budgets: readonly Placed<BudgetView>[];
  readonly monitors: readonly Placed<MonitorView>[];
  readonly endpoints: readonly Placed<EndpointView & Pool>[];
  readonly pools: readonly Placed<Pool>[];
  readonly claims: readonly Placed<ClaimView>[];
  readonly routes: readonly Placed<Route>[];
}

type Reader = (object: ManifestObject) => readonly unknown[];

interface Role {
  readonly role: keyof Beside;
  readonly read: Reader;
}

const row = <K extends keyof Beside>(
  role: K,
  read: (object: ManifestObject) => readonly Beside[K][number]['view'][],
): Role => ({ role, read });

const scaler = (read: (root: Cursor) => ScalerView): Role =>
  row('scalers', (object) => [read(Cursor.of(object))]);
const monitor = row('monitors', (object) => [readMonitor(object)]);
const route = row('routes', readRoutes);
const pool = row('pools', (object) => [readPool(object)]);

/** By group and kind. */
const ROLES: Readonly<Record<string, Role>> = {
  'keda.sh/ScaledObject': scaler(readScaledObject),
  'autoscaling/HorizontalPodAutoscaler': scaler(readHpa),
  'autoscaling.aibrix.ai/PodAutoscaler': scaler(readPodAutoscaler),
  'policy/PodDisruptionBudget': row('budgets', (object) => [readBudget(object)]),
  'monitoring.coreos.com/PodMonitor': monitor,
  'monitoring.coreos.com/ServiceMonitor': monitor,
  'azmonitoring.coreos.com/PodMonitor': monitor,
  'azmonitoring.coreos.com/ServiceMonitor': monitor,
  'monitoring.googleapis.com/PodMonitoring': monitor,
  '/Service': row('endpoints', (object) => [{ ...readEndpoint(object), ...readPool(object) }]),
  'inference.networking.k8s.io/InferencePool': pool,
  'inference.networking.x-k8s.io/InferencePool': pool,
  '/PersistentVolumeClaim': row('claims', (object) => [readClaim(Cursor.of(object), false)]),
  'gateway.networking.k8s.io/HTTPRoute': route,
  'gateway.networking.k8s.io/GRPCRoute': route,
  'networking.istio.io/VirtualService': route,
};

function roleOf(object: ManifestObject): Role | undefined {
  const key = `${groupOf(object)}/${object.kind}`;
  return Object.hasOwn(ROLES, key) ? ROLES[key] : undefined;
}

/** Whether rules see objects of this kind beside workloads. */
export function isBeside(object: ManifestObject): boolean {
  return roleOf(object) !== undefined;
}

/** Everything that selects, scales or protects workloads, wherever in the files. */
export function readBeside(objects: readonly ManifestObject[]): Beside {
  const found: Record<keyof Beside, Placed<never>[]> = {
    scalers: [],
    budgets: [],
    monitors: [],
    endpoints: [],
    pools: [],
    claims: [],
    routes: [],
  };
  for (const object of objects) {
    const known = roleOf(object);
    if (known === undefined) continue;
    const place = inNamespace(object);
    for (const view of known.read(object)) {
      found[known.role].push({ ...place, view: view as never });
    }
  }
  return found;
}

function readPool(object: ManifestObject): Pool {
  const selector = Cursor.of(object).at('spec', 'selector');
  const labels = selector.at('matchLabels');
  return { name: object.name, selector: labels.map ? labels.texts : selector.texts };
}
