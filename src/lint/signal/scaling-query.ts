import { knownName } from '../../engines/metric-registry';
import type { EngineSignal } from '../../engines/vllm/metrics';
import type { Expr, Selector } from '../promql/ast';
import { parsePromql } from '../promql/parse';
import { valueParts } from '../promql/value-parts';
import { selectorsOf } from '../promql/walk';
import type { Sited } from '../view/place';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';
import type { Question } from './ask';
import { clusterMetrics } from './cluster-metrics';
import { type Played, playedQuery } from './played-query';
import { type ReplicaModel, replicaModel } from './replica-model';

/** A query that scales a service, with what is needed to ask it. */
export interface ScalingQuery {
  readonly scaler: ScalerView;
  readonly trigger: TriggerView;
  readonly query: Sited<string>;
  readonly expr: Expr;
  readonly selectors: readonly Selector[];
  /** The service that is scaled, where it is here. */
  readonly service?: ServiceView;
  readonly model: ReplicaModel;
  /** What the engine tells in it, beside what guards it. */
  readonly signals: ReadonlySet<EngineSignal>;
  /** Absent where the query has parts that are not known, or a formula stands between. */
  readonly question?: Question;
}

/** Queries of scalers that scale a service, or that ask for metrics of an engine. */
export function scalingQueries(view: LintView): readonly ScalingQuery[] {
  const played: Played = new Map();
  const found = known.get(view) ?? view.scalers.flatMap((scaler) => ofScaler(view, scaler, played));
  known.set(view, found);
  return found;
}

/** Nine rules ask for the queries of one view. */
const known = new WeakMap<LintView, readonly ScalingQuery[]>();

function ofScaler(view: LintView, scaler: ScalerView, played: Played): ScalingQuery[] {
  const service = view.services.find(({ scalers }) => scalers.includes(scaler));
  const model = replicaModel(service);
  const queries = scaler.triggers.flatMap((trigger) => {
    const { query } = trigger;
    const expr = query && parsePromql(withoutTemplates(query.value)).expr;
    if (!query || !expr) return [];
    const selectors = selectorsOf(expr).map(({ selector }) => selector);
    const signals = new Set(valueParts(expr).flatMap(signalsIn));
    const isOther = !service && isHere(view, scaler);
    const question = isOther
      ? undefined
      : questionOf(scaler, trigger, expr, model, service, played);
    return [{ scaler, trigger, query, expr, selectors, service, model, signals, question }];
  });
  const isOurs = queries.some(({ selectors }) => selectors.some(({ name }) => isOfServing(name)));
  return service || isOurs || SERVING_KINDS.has(scaler.target.kind) ? queries : [];
}

/** Its target is here and serves no model: what an engine tells is not about its replicas. */
function isHere({ objects }: LintView, { object, target }: ScalerView): boolean {
  return objects.some(
    ({ kind, name, namespace }) =>
      kind === target.kind && name === target.name && namespace === object.namespace,
  );
}

/** Kinds that serve models and nothing else. */
const SERVING_KINDS: ReadonlySet<string> = new Set([
  'InferenceService',
  'LLMInferenceService',
  'ModelServing',
  'RayService',
  'StormService',
]);

/** More engines behind one pod answer no differently. */
const MOST_RANKS = 64;

function questionOf(
  scaler: ScalerView,
  trigger: TriggerView,
  expr: Expr,
  model: ReplicaModel,
  service: ServiceView | undefined,
  played: Played,
): Question | undefined {
  const hasTarget = (trigger.threshold?.value ?? 0) > 0;
  if (scaler.formula || !hasTarget || trigger.metricType.value === 'Utilization') return undefined;
  const ranks = Math.min(MOST_RANKS, service?.pods[0]?.server?.engine?.data ?? 1);
  const query = playedQuery(expr, model, ranks, played);
  return query && { scaler, trigger, query };
}

/** An engine's metric, or one of the endpoint picker in front of engines. */
function isOfServing(name = ''): boolean {
  const isOfPool = clusterMetrics.some((metric) => metric.isOfPool && metric.name.test(name));
  return isOfPool || (name !== '' && knownName(name).kind !== 'foreign');
}

function signalsIn(part: Expr): EngineSignal[] {
  return selectorsOf(part).flatMap(({ selector: { name } }) => {
    const found = name === undefined ? undefined : knownName(name);
    return found?.kind === 'metric' && found.metric.signal ? [found.metric.signal] : [];
  });
}

/** Controllers put names into a query when they use it; places stay where they are. */
export function withoutTemplates(query: string): string {
  return query.replaceAll(/\{\{.*?\}\}/gs, (template) => 'x'.repeat(template.length));
}
