import type { Candidate } from '../capacity/candidate';
import { type ColdStart, coldStart } from '../capacity/cold-start';
import { assumptions } from '../capacity/defaults';
import type { PlanInputs } from '../capacity/resolve';

const AUTOSCALER_OF: Readonly<Record<string, string>> = {
  aws: 'karpenter',
  gcp: 'gke',
  azure: 'cluster-autoscaler',
};

/** Who buys nodes: as stated, else what the provider of the node usually runs. */
export function nodeAutoscalerOf(stated: string | undefined, provider: string): string {
  return stated ?? AUTOSCALER_OF[provider] ?? 'none';
}

/** The cold start of a candidate with the caches the request gives it. */
export function coldStartOf(inputs: PlanInputs, candidate: Candidate): ColdStart {
  const { request, engine } = inputs;
  return coldStart({
    nodeAutoscaler: nodeAutoscalerOf(request.platform?.nodeAutoscaler, candidate.node.provider),
    nodeProvisionSeconds: request.platform?.nodeProvisionSeconds,
    preemptionSeconds: request.platform?.preemptionSeconds,
    caches: request.caches ?? {},
    checkpointBytes: candidate.weights.checkpointBytes,
    gpus: candidate.gpus,
    nodes: candidate.nodes,
    startup: engine.startup,
    loadFormat: engine.loadFormat,
  });
}

/** From the first sign of load to a serving replica: a scrape, a sync of the HPA and its window, a cold start. */
export function timeToScaleSeconds({ request }: PlanInputs, coldStartSeconds: number): number {
  const scrape = request.platform?.scrapeIntervalSeconds ?? assumptions.scrapeIntervalSeconds.value;
  const { hpaSyncSeconds, scaleUpWindowSeconds } = assumptions;
  return scrape + hpaSyncSeconds.value + scaleUpWindowSeconds.value + coldStartSeconds;
}
