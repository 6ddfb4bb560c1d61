import type { Candidate } from '../capacity/candidate';
import { type ColdStart, coldStart } from '../capacity/cold-start';
import { assumptions } from '../capacity/defaults';
import { nodeAutoscalerOf } from '../capacity/node-autoscaler';
import type { PlanInputs } from '../capacity/resolve';

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
    engine,
    startup: engine.startup,
    loadFormat: engine.loadFormat,
    model: inputs.geometry,
    format: inputs.format,
    architecture: inputs.accelerator.architecture,
    ranksPerNode: Math.ceil(candidate.gpus / candidate.nodes),
    pipeline: candidate.parallelism.pipeline,
    measured: request.measured?.startupStages,
  });
}

/** From the first sign of load to a serving replica: a scrape, a sync of the HPA and its window, a cold start. */
export function timeToScaleSeconds({ request }: PlanInputs, coldStartSeconds: number): number {
  const scrape = request.platform?.scrapeIntervalSeconds ?? assumptions.scrapeIntervalSeconds.value;
  const { hpaSyncSeconds, scaleUpWindowSeconds } = assumptions;
  return scrape + hpaSyncSeconds.value + scaleUpWindowSeconds.value + coldStartSeconds;
}
