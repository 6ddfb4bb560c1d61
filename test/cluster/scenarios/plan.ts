import { CapacityPlan } from '../../../src';
import type { Service } from '../world/example';

/** The whole cold start of the plan: from the pod to its first answer, seconds. */
export function coldStartSeconds({ request }: Service): number {
  return Math.round(CapacityPlan.fromRequest(request).coldStart.seconds);
}

/** Seconds of one stage of the cold start. */
export function coldStartStage({ request }: Service, stage: string): number {
  const { stages } = CapacityPlan.fromRequest(request).coldStart;
  return stages.find(({ name }) => name === stage)?.seconds ?? 0;
}

/** GPUs of so many replicas that the scaler may ask for. */
export function mostGpus({ request }: Service): number {
  return CapacityPlan.fromRequest(request).fleet?.gpusAtMax ?? 0;
}

/**
 * The fewest replicas that the trigger leaves alone at so many requests a second. Arrivals are
 * random, so what is in flight varies by the root of its mean; two of those are looked at once in
 * forty times, and a window of several looks is hardly ever above them.
 */
export function needed(service: Service, requestsPerSecond: number): number {
  const { request, target, minReplicas, maxReplicas } = service;
  for (let replicas = minReplicas; replicas < maxReplicas; replicas += 1) {
    const mean = replicas * inFlight(request, requestsPerSecond / replicas);
    if (mean + 2 * Math.sqrt(mean) <= replicas * target) return replicas;
  }
  return maxReplicas;
}

function inFlight(request: Service['request'], requestsPerSecond: number): number {
  const { inputTokens = 0, outputTokens = 0 } = request.traffic ?? {};
  const operatingPoint = { requestsPerSecond, inputTokens, outputTokens };
  const { prediction } = CapacityPlan.fromRequest({ ...request, operatingPoint }).speed;
  return prediction?.inFlight ?? Infinity;
}
