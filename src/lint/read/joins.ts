import type { PodView } from '../view/pod-view';
import type { ScalerView } from '../view/scaler-view';
import type {
  BudgetView,
  ClaimView,
  EndpointView,
  MadeWorkload,
  MonitorView,
  ServiceView,
} from '../view/view';
import type { Beside, Placed } from './beside';
import { readClaim } from './claim';
import { map, text } from './json';
import { annotationMonitors, watches } from './monitors';
import { type InNamespace, inNamespace, mayMeet } from './namespaces';
import { groupOf } from './objects';
import { answerTo, ownPlan } from './plan';
import type { Route } from './routes';
import { selects, takes } from './selector';
import type { Workload } from './workload';

/** A service with all that selects, scales or protects it. */
export function joined(workload: Workload, beside: Beside): ServiceView {
  const { object, pods } = workload;
  const place = inNamespace(object);
  const near = <T>(all: readonly Placed<T>[]): readonly Placed<T>[] =>
    all.filter((each) => mayMeet(each, place));
  const serving = pods.filter(({ role }) => role === 'server');
  const endpoints = near(beside.endpoints)
    .map(({ view }) => view)
    .filter(({ selector }) => takesAny(selector, serving));
  const pools = near(beside.pools).filter(({ view }) => takesAny(view.selector, serving));
  const ways = new Set([...endpoints, ...pools.map(({ view }) => view)].map(({ name }) => name));
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
    scalers: scalersOf(workload, near(beside.scalers)),
    budgets: budgetsOf(pods, near(beside.budgets)),
    monitors: monitorsOf(place, serving, endpoints, beside.monitors),
    endpoints,
    claims: claimsOf(workload, near(beside.claims)),
    routes: routesTo(ways, near(beside.routes)),
    ...(workload.made && { made: workload.made }),
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

function takesAny(selector: Readonly<Record<string, string>>, pods: readonly PodView[]): boolean {
  return pods.some(({ labels }) => takes(selector, labels));
}

function scalersOf(workload: Workload, scalers: readonly Placed<ScalerView>[]): ScalerView[] {
  const others = scalers.map(({ view }) => view).filter((scaler) => scales(scaler, workload));
  return [...(workload.scalers ?? []), ...others];
}

function scales({ object, target }: ScalerView, { object: own, made, part }: Workload): boolean {
  if (made && isNamed(target, made)) return true;
  const wanted = text(object.content, 'spec', 'subTargetSelector', 'roleName');
  return isNamed(target, own) && (wanted === undefined || wanted === part);
}

/** By group and kind: the version of an API is how it is written, not what it is. */
function isNamed(target: ScalerView['target'], workload: MadeWorkload): boolean {
  const isSame = target.name === workload.name && target.kind === workload.kind;
  return isSame && groupOf(target) === groupOf(workload);
}

/** One without a selector takes no pods, and one with an empty selector all of them. */
function budgetsOf(pods: readonly PodView[], budgets: readonly Placed<BudgetView>[]): BudgetView[] {
  return budgets
    .map(({ view }) => view)
    .filter(({ object }) => map(object.content, 'spec', 'selector') !== undefined)
    .filter(({ selector }) => pods.some(({ labels }) => selects(selector, labels)));
}

function monitorsOf(
  place: InNamespace,
  serving: readonly PodView[],
  endpoints: readonly EndpointView[],
  monitors: readonly Placed<MonitorView>[],
): MonitorView[] {
  const seen = monitors.filter((each) => watches(each, place, serving, endpoints));
  return [...seen.map(({ view }) => view), ...annotationMonitors(serving, endpoints)];
}

function claimsOf(
  { pods, claimTemplates }: Workload,
  claims: readonly Placed<ClaimView>[],
): ClaimView[] {
  const names = new Set(pods.flatMap(({ volumes }) => volumes.map(({ claimName }) => claimName)));
  return [
    ...claimTemplates.map((template) => readClaim(template, true)),
    ...claims.map(({ view }) => view).filter(({ name }) => names.has(name)),
  ];
}

function routesTo(ways: ReadonlySet<string>, routes: readonly Placed<Route>[]): Route[] {
  return routes
    .map(({ view }) => view)
    .filter(({ backends }) => backends.some((name) => ways.has(name)));
}
