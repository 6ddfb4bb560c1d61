import { createHash } from 'node:crypto';
import type { PlanAnswer } from '../capacity/answer';
import { Ledger } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { PlanRequest } from '../capacity/request';
import { violationsOf } from '../capacity/request-violations';
import { type PlanInputs, resolveRequest } from '../capacity/resolve';
import { settleLoad } from '../capacity/settle-load';
import { sequencesWithin } from '../capacity/step-law';
import { textbookView } from '../capacity/textbook';
import { validRequest } from '../capacity/validate';
import { flagWorks } from '../engines/vllm/flags';
import { InvalidInput } from '../violations';
import { cacheWarnings } from './cache-warnings';
import { choicePlan } from './choice';
import { costSection } from './cost-section';
import { headroomSection } from './headroom-section';
import { historyWarnings } from './history-section';
import { coldStartSection, drainSection, probesSection } from './lifecycle-section';
import { memorySection } from './memory-section';
import { requirements } from './requirements';
import { alertSection, type Settled, scalingSection } from './scaling-section';
import { type Selection, select } from './select';
import { settleFleet } from './settle-fleet';
import { speedSection } from './speed-section';
import { splitSection } from './split-section';
import { startupSection } from './startup-section';
import { reviewWarnings } from './warnings';

/** Month of the facts in this version. */
const CATALOGUE = '2026-11';

/** The plan of a request; throws `InvalidInput` with every violation of a request without sense. */
export function planFor(value: unknown): PlanAnswer {
  const request = wholeRequest(value);
  return planInputs(resolveRequest(request));
}

/** The request as typed data: what the schema refuses must not hide what makes no sense beside it. */
export function wholeRequest(value: unknown): PlanRequest {
  try {
    return validRequest(value);
  } catch (error) {
    if (!(error instanceof InvalidInput) || !isMapping(value)) throw error;
    throw new InvalidInput(violationsOf(value));
  }
}

export function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The plan of what `choose` settles on. */
export function planInputs(
  inputs: PlanInputs,
  choose: (load: Load | undefined) => Selection = (load) => select(inputs, inputs.geometry, load),
): PlanAnswer {
  const ledger = new Ledger(inputs.request.pins);
  const load = settleLoad(inputs, ledger);
  const selection = choose(load);
  const { candidate } = selection.chosen;
  const memory = memorySection(inputs, candidate, ledger);
  const speed = speedSection(inputs, selection.chosen, load, ledger);
  const coldStart = coldStartSection(inputs, candidate, ledger);
  startupSection(inputs, candidate, ledger);
  const drain = drainSection(inputs, candidate, load, ledger);
  const probes = probesSection(coldStart, ledger);
  reviewWarnings(inputs, candidate, ledger);
  historyWarnings(inputs, ledger);
  cacheWarnings(inputs, coldStart, ledger);
  const settled = load && settleFleet(inputs, selection, load, ledger, { coldStart, drain });
  return {
    schema: 1,
    catalogue: CATALOGUE,
    inputsHash: hashOf(inputs.request),
    name: inputs.name,
    namespace: inputs.namespace,
    model: inputs.modelId,
    choice: choicePlan(
      inputs,
      candidate,
      lifecycleArguments(inputs, candidate.nodes, drain, probes),
    ),
    rejected: selection.rejected,
    memory,
    speed,
    replica: settled?.replica,
    fleet: settled?.fleet,
    split: settled && splitSection(inputs, settled),
    headroom: settled && headroomSection(inputs, settled, ledger),
    coldStart,
    probes,
    drain,
    scaling: settled && scalingSection(inputs, settled, ledger),
    alerts: settled ? alertSection(inputs, settled) : [],
    cost: settled && costSection(inputs, settled, ledger),
    requirements: requirements(inputs, candidate),
    textbook: settled && inputs.model && textbookOf(settled),
    evidence: ledger.evidence,
    warnings: ledger.warnings,
  };
}

/** Arguments that follow from drain and probes; a flag that does not work yet is not passed. */
function lifecycleArguments(
  { engine }: PlanInputs,
  nodes: number,
  drain: Settled['drain'],
  { startupBudgetSeconds }: { startupBudgetSeconds: number },
): string[] {
  const args: string[] = [];
  if (engine.name !== 'vllm') return args;
  if (flagWorks('--shutdown-timeout', engine.version)) {
    args.push(`--shutdown-timeout=${drain.engineSeconds}`);
  }
  // The rendezvous of a group must outlast the slowest node.
  if (nodes > 1 && flagWorks('--distributed-timeout-seconds', engine.version)) {
    args.push(`--distributed-timeout-seconds=${startupBudgetSeconds}`);
  }
  return args;
}

function textbookOf(plan: Settled): PlanAnswer['textbook'] {
  const { candidate, load, replica, fleet, sizes } = plan;
  const { timePerOutputTokenP95Ms, timeToFirstTokenP95Ms } = load.objectives;
  const batch = sequencesWithin(candidate, load, timePerOutputTokenP95Ms);
  const slots = Math.floor(batch * candidate.parallelism.data);
  return textbookView(
    {
      requestsPerSecond: load.peak,
      inputTokens: load.inputTokens,
      outputTokens: load.outputTokens,
      timeToFirstTokenMs: timeToFirstTokenP95Ms,
      timePerOutputTokenMs: timePerOutputTokenP95Ms,
      kvCacheTokens: candidate.memory.kvCacheTokens * candidate.parallelism.data,
      concurrencyPerPod: Math.max(1, Math.min(slots, replica.inFlightLimit)),
    },
    [
      `the batch is derived from the time per output token, not assumed; ${replica.bindingConstraint} binds at ${replica.maxRequestsPerSecond.toFixed(1)} requests/s`,
      'requests hold the prompt and half of their answer, not all of both',
      `variance is inside the rate, so neither 0.7 nor 30 % is stacked: ${sizes.replicasForObjectives} replicas and ${fleet.spareReplicas} spare`,
      'queue thresholds follow prefill, since running requests do not leave after one token',
    ],
  );
}

function hashOf(request: PlanRequest): string {
  return createHash('sha256').update(canonical(request)).digest('hex').slice(0, 16);
}

/** JSON with sorted keys, so that the order of writing does not matter. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
