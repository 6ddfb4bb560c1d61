import type { ManifestObject } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { ScalerView } from '../view/scaler-view';
import type { BudgetView, ClaimView, EndpointView, MonitorView, ServiceView } from '../view/view';
import { readBudget, readClaim, readEndpoint } from './beside';
import { Cursor } from './cursor';
import { text } from './json';
import { annotationMonitors, monitors, readMonitor } from './monitors';
import { groupOf } from './objects';
import { answerTo, ownPlan } from './plan';
import { type Route, readRoutes } from './routes';
import { selects, takes } from './selector';
import type { Workload } from './workload';

/** What stands beside workloads, by the way it finds them. */
export interface Beside {
  readonly scalers: readonly ScalerView[];
  readonly budgets: readonly ManifestObject[];
  readonly monitors: readonly ManifestObject[];
  readonly endpoints: readonly ManifestObject[];
  readonly claims: readonly ManifestObject[];
  readonly routes: readonly ManifestObject[];
  readonly pools: readonly ManifestObject[];
}

/** A service with all that selects, scales or protects it. */
export function joined(workload: Workload, beside: Beside): ServiceView {
  const { object, pods } = workload;
  const serving = pods.filter(({ role }) => role === 'server');
  const endpoints = endpointsOf(object, serving, beside);
  const plan = ownPlan(object);
  const service = {
    object,
    path: workload.path,
    kind: object.kind,
    name: object.name,
    namespace: object.namespace,
    replicas: workload.replicas,
    pods,
    gpusPerReplica: pods.reduce((sum, pod) => sum + pod.gpus * pod.count, 0),
    rollout: workload.rollout,
    scalers: [
      ...(workload.scalers ?? []),
      ...beside.scalers.filter((scaler) => scales(scaler, workload)),
    ],
    budgets: budgetsOf(object, pods, beside),
    monitors: monitorsOf(object, serving, endpoints, beside),
    endpoints,
    claims: claimsOf(workload, beside),
    routes: routesOf(object, serving, endpoints, beside),
  };
  return typeof plan === 'object' ? withPlan(service, () => answerTo(plan)) : service;
}

function withPlan(service: ServiceView, answer: () => ServiceView['plan']): ServiceView {
  let known: { readonly plan: ServiceView['plan'] } | undefined;
  return Object.defineProperty({ ...service }, 'plan', {
    enumerable: true,
    get: () => {
      known ??= { plan: answer() };
      return known.plan;
    },
  });
}

/** One namespace, or one that `kubectl -n` or a chart's release fills in. */
export function sharesNamespace(one: ManifestObject, other: ManifestObject): boolean {
  const isOpen = (object: ManifestObject): boolean =>
    !Cursor.of(object).at('metadata', 'namespace').text;
  return one.namespace === other.namespace || isOpen(one) || isOpen(other);
}

/** By group and kind: the version of an API is how it is written, not what it is. */
function scales({ object, target }: ScalerView, { object: workload, part }: Workload): boolean {
  const wanted = text(object.content, 'spec', 'subTargetSelector', 'roleName');
  return (
    (wanted === undefined || wanted === part) &&
    target.name === workload.name &&
    target.kind === workload.kind &&
    groupOf(target) === groupOf(workload) &&
    sharesNamespace(object, workload)
  );
}

function budgetsOf(
  object: ManifestObject,
  pods: readonly PodView[],
  { budgets }: Beside,
): BudgetView[] {
  return budgets
    .filter((budget) => sharesNamespace(budget, object))
    .map(readBudget)
    .filter(({ selector }) => pods.some(({ labels }) => selects(selector, labels)));
}

function endpointsOf(
  object: ManifestObject,
  serving: readonly PodView[],
  { endpoints }: Beside,
): EndpointView[] {
  return endpoints
    .filter((each) => {
      const selector = Cursor.of(each).at('spec', 'selector').texts;
      return sharesNamespace(each, object) && serving.some(({ labels }) => takes(selector, labels));
    })
    .map(readEndpoint);
}

function monitorsOf(
  object: ManifestObject,
  serving: readonly PodView[],
  endpoints: readonly EndpointView[],
  beside: Beside,
): MonitorView[] {
  return [
    ...beside.monitors
      .filter((each) => monitors(each, serving, endpoints, object.namespace))
      .map(readMonitor),
    ...annotationMonitors(serving, endpoints),
  ];
}

function claimsOf({ object, pods, claimTemplates }: Workload, { claims }: Beside): ClaimView[] {
  const names = new Set(pods.flatMap(({ volumes }) => volumes.map(({ claimName }) => claimName)));
  return [
    ...claimTemplates.map((template) => readClaim(template, true)),
    ...claims
      .filter((claim) => names.has(claim.name) && sharesNamespace(claim, object))
      .map((claim) => readClaim(Cursor.of(claim), false)),
  ];
}

/** Routes to a Service of the pods, or to a pool that selects them. */
function routesOf(
  object: ManifestObject,
  serving: readonly PodView[],
  endpoints: readonly EndpointView[],
  beside: Beside,
): Route[] {
  const pools = beside.pools.filter((pool) => {
    const selector = Cursor.of(pool).at('spec', 'selector');
    const wanted = selector.at('matchLabels').map
      ? selector.at('matchLabels').texts
      : selector.texts;
    return sharesNamespace(pool, object) && serving.some(({ labels }) => takes(wanted, labels));
  });
  const names = new Set([...endpoints, ...pools].map(({ name }) => name));
  return beside.routes
    .filter((each) => sharesNamespace(each, object))
    .flatMap(readRoutes)
    .filter(({ backends }) => backends.some((name) => names.has(name)));
}
