import type { ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

/** Metrics of engines, of what routes to them and of their GPUs. */
const METRICS =
  /\b(?:vllm|sglang|tgi|trtllm|nv_inference|llamacpp|llm_d|inference_(?:pool|extension|objective)|kthena_router|wva|DCGM_FI)[:_|]/;

/** Kinds that are there to serve models or to hold GPUs together. */
const KINDS =
  /^(?:LeaderWorkerSet|DisaggregatedSet.*|Ray\w+|InferenceService|LLMInferenceService)$/;

/** Whether a scaler is one of a model: by its target, by what it reads, or by whom it is beside. */
export function isOfModel(scaler: ScalerView, { services }: Pick<LintView, 'services'>): boolean {
  const { target, triggers, object } = scaler;
  const reads = triggers.some(({ query, metric }) =>
    METRICS.test(`${query?.value ?? ''} ${metric?.value ?? ''}`),
  );
  if (reads || KINDS.test(target.kind)) return true;
  return services.some(
    (service) => service.scalers.includes(scaler) || service.object.file === object.file,
  );
}
