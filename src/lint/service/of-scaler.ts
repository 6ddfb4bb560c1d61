import type { ManifestObject } from '../view/place';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

/** A dozen rules ask the same of a view. */
const owners = new WeakMap<LintView, ReadonlyMap<ScalerView, ServiceView>>();
const ofModels = new WeakMap<LintView, readonly ScalerView[]>();

/** The service that a scaler scales, where it is here. */
export function serviceOf(view: LintView, scaler: ScalerView): ServiceView | undefined {
  const found = owners.get(view) ?? ownersOf(view);
  owners.set(view, found);
  return found.get(scaler);
}

function ownersOf({ services }: LintView): ReadonlyMap<ScalerView, ServiceView> {
  return new Map(
    services.flatMap((service) => service.scalers.map((scaler) => [scaler, service] as const)),
  );
}

/** Scalers of models: of a service that is here, or of a fleet elsewhere by what they ask for. */
export function modelScalers(view: LintView): readonly ScalerView[] {
  const found = ofModels.get(view) ?? modelScalersOf(view);
  ofModels.set(view, found);
  return found;
}

function modelScalersOf(view: LintView): readonly ScalerView[] {
  const titles = new Set(view.objects.map(titleOf));
  return view.scalers.filter((scaler) => {
    if (serviceOf(view, scaler)) return true;
    const { kind, name } = scaler.target;
    const isHere = titles.has(titleOf({ kind, name, namespace: scaler.object.namespace }));
    return !isHere && (SERVING_KINDS.includes(kind) || scaler.triggers.some(asksAnEngine));
  });
}

function titleOf({ kind, name, namespace }: Title): string {
  return `${kind} ${namespace}/${name}`;
}

type Title = Pick<ManifestObject, 'kind' | 'name' | 'namespace'>;

const SERVING_KINDS = [
  'LLMInferenceService',
  'InferenceService',
  'ModelServing',
  'StormService',
  'RayClusterFleet',
  'VLLMRuntime',
];

/** Names of engines, of what is put before them, and of their GPUs. */
const OF_ENGINES =
  /\b(?:vllm|sglang|tgi|trtllm|llm_d|wva|kthena|inference_(?:pool|objective|model|extension)|DCGM_FI)\w*[:_]|num_requests_(?:running|waiting)|\b(?:gpu|kv)_cache_usage/;

function asksAnEngine({ query, metric }: TriggerView): boolean {
  return OF_ENGINES.test(`${query?.value ?? ''} ${metric?.value ?? ''}`);
}
