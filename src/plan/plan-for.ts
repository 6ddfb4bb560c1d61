import { createHash } from 'node:crypto';
import type { PlanAnswer } from '../capacity/answer';
import { Ledger } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { RateLimit } from '../capacity/max-rate';
import type { PlanRequest } from '../capacity/request';
import { violationsOf } from '../capacity/request-violations';
import { type PlanInputs, resolveRequest } from '../capacity/resolve';
import { settleLoad } from '../capacity/settle-load';
import { textbookView } from '../capacity/textbook';
import { validRequest } from '../capacity/validate';
import { flagWorks } from '../engines/vllm/flags';
import { InvalidInput } from '../violations';
import { cacheWarnings } from './cache-warnings';
import { choicePlan } from './choice';
import { costSection } from './cost-section';
import { fleetSection, inFlightAt, replicaSection, settleRate } from './fleet-section';
import { fleetWarnings } from './fleet-warnings';
import { headroomSection } from './headroom-section';
import { heldReplicas } from './held-replicas';
import { historyEvidence, historyWarnings } from './history-section';
import { coldStartSection, drainSection, probesSection } from './lifecycle-section';
import { memorySection } from './memory-section';
import { requirements } from './requirements';
import { alertSection, type Settled, scalingSection } from './scaling-section';
import { type Selection, select, sizesFor } from './select';
import { speedSection } from './speed-section';
import { startupSection } from './startup-section';
import { reviewWarnings } from './warnings';

/** Month of the facts in this version. */
const CATALOGUE = '2026-11';

/** The plan of a request; throws `InvalidInput` with every violation of a request without sense. */
export function planFor(value: unknown): PlanAnswer {
  const request = wholeRequest(value);
  return planInputs(resolveRequest(request));
}

// What the schema refuses must not hide what makes no sense beside it.
function wholeRequest(value: unknown): PlanRequest {
  try {
    return validRequest(value);
  } catch (error) {
    if (!(error instanceof InvalidInput) || !isMapping(value)) throw error;
    throw new InvalidInput(violationsOf(value));
  }
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function planInputs(inputs: PlanInputs): PlanAnswer {
  const ledger = new Ledger(inputs.request.pins);
  const load = settleLoad(inputs, ledger);
  const selection = select(inputs, inputs.geometry, load);
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
    headroom: settled && headroomSection(inputs, settled, ledger),
    coldStart,
    probes,
    drain,
    scaling: settled && scalingSection(inputs, settled, ledger),
    alerts: settled ? alertSection(inputs, settled) : [],
    cost: settled && costSection(inputs, settled, ledger),
    requirements: requirements(inputs, candidate),
    textbook: settled && inputs.model && textbookOf(inputs, settled),
    evidence: ledger.evidence,
    warnings: ledger.warnings,
  };
}

/** Replica and fleet; undefined, with a warning, where memory or objectives are out of reach. */
function settleFleet(
  inputs: PlanInputs,
  { chosen }: Selection,
  load: Load,
  ledger: Ledger,
  timing: Pick<Settled, 'coldStart' | 'drain'>,
): Settled | undefined {
  const { candidate, rates } = chosen;
  if (!rates) return undefined;
  const perReplica = settleRate(inputs, candidate, rates, load, ledger);
  const sizes = sizesFor(inputs, load, rates, {
    perReplica,
    coldStartSeconds: timing.coldStart.seconds,
  });
  if (!sizes) {
    warnUnreachable(rates.limit, load, ledger);
    return undefined;
  }
  historyEvidence(inputs, load, sizes, ledger);
  const replica = replicaSection(inputs, candidate, load, rates, sizes, perReplica, ledger);
  const bounds = fleetSection(inputs, candidate, load, sizes, perReplica, ledger);
  const held = heldReplicas(inputs, candidate, load, rates, replica, bounds, load.mean);
  const fleet = { ...bounds, gpusAtMean: held * candidate.gpus };
  const settled = { candidate, load, rates, sizes, replica, fleet, ...timing };
  fleetWarnings(inputs, settled, ledger);
  return settled;
}

function warnUnreachable({ unloaded }: RateLimit, load: Load, ledger: Ledger): void {
  const words = {
    timeToFirstTokenP95Ms: 'to its first token',
    timePerOutputTokenP95Ms: 'a token',
  } as const;
  for (const key of ['timeToFirstTokenP95Ms', 'timePerOutputTokenP95Ms'] as const) {
    const least = Math.ceil(unloaded[key]);
    if (least <= load.objectives[key]) continue;
    ledger.warn(
      'objectives-out-of-reach',
      `/objectives/${key}`,
      `a lone request takes ${least} ms ${words[key]} (p95), the objective is ${load.objectives[key]} ms`,
      `state more than ${least} ms, widen tensor parallelism or choose a faster accelerator`,
    );
  }
}

/** Arguments that follow from drain and probes; a flag that does not work yet is not passed. */
function lifecycleArguments(
  { engine }: PlanInputs,
  nodes: number,
  drain: Settled['drain'],
  { startupBudgetSeconds }: { startupBudgetSeconds: number },
): string[] {
  const args: string[] = [];
  if (flagWorks('--shutdown-timeout', engine.version)) {
    args.push(`--shutdown-timeout=${drain.engineSeconds}`);
  }
  // The rendezvous of a group must outlast the slowest node.
  if (nodes > 1 && flagWorks('--distributed-timeout-seconds', engine.version)) {
    args.push(`--distributed-timeout-seconds=${startupBudgetSeconds}`);
  }
  return args;
}

function textbookOf(inputs: PlanInputs, plan: Settled): PlanAnswer['textbook'] {
  const { candidate, load, rates, replica, fleet, sizes } = plan;
  const { timePerOutputTokenP95Ms, timeToFirstTokenP95Ms } = load.objectives;
  const atTpot = rates.limit.limits.timePerOutputToken * candidate.parallelism.data;
  const prefill = rates.limit.state?.timeToFirstTokenMeanMs ?? 0;
  const batch = inFlightAt(inputs, candidate, load, rates, atTpot) - (atTpot * prefill) / 1000;
  return textbookView(
    {
      requestsPerSecond: load.peak,
      inputTokens: load.inputTokens,
      outputTokens: load.outputTokens,
      timeToFirstTokenMs: timeToFirstTokenP95Ms,
      timePerOutputTokenMs: timePerOutputTokenP95Ms,
      kvCacheTokens: candidate.memory.kvCacheTokens * candidate.parallelism.data,
      concurrencyPerPod: Math.max(1, Math.floor(Math.min(batch, replica.inFlightLimit))),
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
