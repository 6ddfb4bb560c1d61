import type { LlmInferenceService } from './llm-inference-service';

/** GPUs that a namespace may hold. */
export interface GpuQuotaProps {
  /** Every service of the namespace; what others run there is counted too. */
  readonly services: LlmInferenceService[];
  /** GPUs in all, at least the minima of the services. @default - what the plans take at most, roll-outs and Jobs of compile caches included, so that the pod after it is refused */
  readonly gpus?: number;
  /** A quota for each PriorityClass, so that batch cannot take what online may hold; left out with `gpus`, stated beside an `OffPeakBatch`. @default false - one for the namespace */
  readonly perTier?: boolean;
  /** Name of the object, the start of it with `perTier`. @default - from the id */
  readonly name?: string;
}
