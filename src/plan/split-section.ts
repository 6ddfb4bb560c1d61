import type { SplitPlan } from '../capacity/answer';
import { replicasFor } from '../capacity/fleet';
import { counted, round } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';
import { splitRates } from '../capacity/split';
import type { Settled } from './scaling-section';

/** Whether pools of their own for prompts and answers would need fewer GPUs. */
export function splitSection(inputs: PlanInputs, plan: Settled): SplitPlan | undefined {
  const { candidate, load, rates, sizes } = plan;
  // A measured rate says nothing about its halves.
  if (!inputs.model || inputs.request.measured?.maxRequestsPerSecond !== undefined) {
    return undefined;
  }
  const { prefill, decode, transferMs, ...link } = splitRates(candidate, load, rates);
  const { timeToFirstTokenP95Ms: ttft, timePerOutputTokenP95Ms: tpot } = load.objectives;
  const most =
    Math.max(prefill, decode) < link.throughLinks
      ? ''
      : `, so no more than ${round(link.throughLinks)} a second pass`;
  const handOver = `the cache of a prompt, ${round(link.transferGiB)} GiB a GPU, takes ${round(transferMs)} ms at ${round(link.linkGBps)} GB/s${most}`;
  const shared = {
    prefillRequestsPerSecond: prefill,
    decodeRequestsPerSecond: decode,
    transferMs,
  };
  if (prefill <= 0 || decode <= 0) {
    return {
      helps: false,
      because: `${handOver}, and with one more step of ${tpot} ms no prompt is read within ${ttft} ms`,
      prefillReplicas: 0,
      decodeReplicas: 0,
      gpus: 0,
      ...shared,
    };
  }
  const count = (rate: number): number => replicasFor(load.peak, rate) + load.spareReplicas;
  const prefillReplicas = count(prefill);
  const decodeReplicas = count(decode);
  const combined = sizes.replicasForObjectives + load.spareReplicas;
  return {
    helps: prefillReplicas + decodeReplicas < combined,
    because: `${prefillReplicas} for prompts and ${decodeReplicas} for answers against ${counted(combined, 'replica')} for both, spares included: one reads ${round(prefill)}, writes ${round(decode)} or does both for ${round(rates.limit.requestsPerSecond)} requests/s; ${handOver}`,
    prefillReplicas,
    decodeReplicas,
    gpus: (prefillReplicas + decodeReplicas) * candidate.gpus,
    ...shared,
  };
}
