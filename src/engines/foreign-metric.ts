import type { EngineMetric, EngineSignal } from './vllm/metrics';

/** A metric of any engine, and the signal that it carries. */
export interface ForeignMetric extends EngineMetric {
  readonly signal?: EngineSignal;
}
