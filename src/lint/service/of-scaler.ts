import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

/** The service that a scaler scales, where it is here. */
export function serviceOf({ services }: LintView, scaler: ScalerView): ServiceView | undefined {
  return services.find(({ scalers }) => scalers.includes(scaler));
}

/** Scalers of models: of a service that is here, or of a fleet elsewhere by what they ask for. */
export function modelScalers(view: LintView): readonly ScalerView[] {
  return view.scalers.filter((scaler) => {
    if (serviceOf(view, scaler)) return true;
    const { kind, name } = scaler.target;
    const isHere = view.objects.some(
      (object) =>
        object.kind === kind &&
        object.name === name &&
        object.namespace === scaler.object.namespace,
    );
    return !isHere && (SERVING_KINDS.includes(kind) || scaler.triggers.some(asksAnEngine));
  });
}

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
