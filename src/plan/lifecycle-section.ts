import type { ColdStartPlan, DrainPlan, ProbesPlan } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import type { ColdStart } from '../capacity/cold-start';
import { assumptions } from '../capacity/defaults';
import { ENGINE_STAGES } from '../capacity/engine-start';
import { type Ledger, round } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import { nodeAutoscalerOf } from '../capacity/node-autoscaler';
import type { PlanInputs } from '../capacity/resolve';
import { drainBehaviour } from '../engines/vllm/drain';
import {
  drainFindings,
  graceSeconds,
  nodeDrainLimitSeconds,
  workerGraceSeconds,
} from '../kube/drain';
import { livenessProbe, probeWindowSeconds, readinessProbe, startupProbe } from '../kube/probes';
import { spotAdvice } from './spot-advice';
import { coldStartOf } from './timing';

/** The slowest start of twenty with cold caches, and half as much again. */
const STARTUP_MARGIN = 1.5;

/** The budget stands in the pod template: a small change of a fact must not roll the fleet. */
const BUDGET_STEP_SECONDS = 30;

export function coldStartSection(
  inputs: PlanInputs,
  candidate: Candidate,
  ledger: Ledger,
): ColdStartPlan {
  const { origins, refillSeconds: _, ...start } = coldStartOf(inputs, candidate);
  start.stages.forEach(({ name, seconds }, i) => {
    ledger.settle(`/coldStart/stages/${name}`, seconds, { unit: 's', ...origins[i] });
  });
  initEvidence(start.stages, origins, ledger);
  const measured = inputs.request.measured?.coldStartSeconds;
  const seconds = ledger.settle('/coldStart/seconds', measured ?? start.seconds, {
    unit: 's',
    kind: measured === undefined ? 'derived' : 'measured',
    formula: start.stages.map(({ name, seconds: s }) => `${name} ${round(s)}`).join(' + '),
    source: 'sum of the stages',
  });
  // A start known to be slower than the stages is slower inside the container.
  const inside = seconds - start.beforeContainerSeconds;
  return {
    ...start,
    stages: [...start.stages],
    inContainerP95ColdCacheSeconds: Math.max(start.inContainerP95ColdCacheSeconds, inside),
    seconds,
  };
}

/** The stages that the engine's own log sums up in one line, to be held against it. */
function initEvidence(
  stages: ColdStart['stages'],
  origins: ColdStart['origins'],
  ledger: Ledger,
): void {
  const parts = stages
    .map((stage, i) => ({ ...stage, ...origins[i] }))
    .filter(({ name }) => ENGINE_STAGES.includes(name));
  const total = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  // One CPU runs them all, so a start that is slow in one is slow in the others.
  const all = (end: 'low' | 'high'): number => parts.reduce((sum, part) => sum + part[end], 0);
  ledger.settle('/coldStart/engineInitSeconds', total, {
    unit: 's',
    kind: parts.every(({ kind }) => kind === 'measured') ? 'measured' : 'derived',
    formula: parts.map(({ name, seconds }) => `${name} ${round(seconds)}`).join(' + '),
    source: 'what the log of vLLM calls init engine',
    low: all('low'),
    high: all('high'),
  });
}

export function probesSection(coldStart: ColdStartPlan, ledger: Ledger): ProbesPlan {
  const needed = coldStart.inContainerP95ColdCacheSeconds * STARTUP_MARGIN;
  const computed = Math.ceil(needed / BUDGET_STEP_SECONDS) * BUDGET_STEP_SECONDS;
  const budget = ledger.settle('/probes/startupBudgetSeconds', computed, {
    unit: 's',
    kind: 'derived',
    formula: `${round(coldStart.inContainerP95ColdCacheSeconds)} s inside the container with cold caches (p95) × ${STARTUP_MARGIN}`,
    source: 'a budget for warm caches kills every pod after an upgrade before it can fill them',
  });
  const startup = startupProbe(budget);
  return {
    startupBudgetSeconds: budget,
    startupPeriodSeconds: startup.periodSeconds,
    startupTimeoutSeconds: startup.timeoutSeconds,
    startupFailureThreshold: startup.failureThreshold,
    livenessSeconds: probeWindowSeconds(livenessProbe),
    readinessTimeoutSeconds: readinessProbe.timeoutSeconds,
  };
}

/** How a pod leaves: propagation, the longest accepted request, teardown, margin. */
export function drainSection(
  inputs: PlanInputs,
  { node }: Candidate,
  load: Load | undefined,
  ledger: Ledger,
): DrainPlan {
  const { platform = {} } = inputs.request;
  const propagation = assumptions.endpointPropagationSeconds;
  const propagationSeconds = ledger.settle(
    '/drain/propagationSeconds',
    platform.endpointPropagationSeconds ?? propagation.value,
    {
      unit: 's',
      kind: platform.endpointPropagationSeconds === undefined ? 'assumed' : 'stated',
      formula: 'until the last client has stopped sending',
      source: propagation.source,
    },
  );
  const engineSeconds = ledger.settle('/drain/engineSeconds', engineWindow(load), {
    unit: 's',
    kind: 'derived',
    formula: load
      ? `first token and ${round(load.outputTokensP99)} tokens (p99) at the objectives`
      : 'no traffic stated: 60 s',
    source: 'an accepted request may take as long as the objectives allow its 99th percentile',
  });
  const { teardownSeconds } = drainBehaviour(inputs.engine.version);
  const parts = { propagationSeconds, engineSeconds, teardownSeconds };
  const autoscaler = nodeAutoscalerOf(platform.nodeAutoscaler, node.provider);
  const usual = { nodeDrainLimitSeconds: nodeDrainLimitSeconds(node.provider, autoscaler) };
  for (const { code, message, fix } of drainFindings(parts, { ...usual, ...platform })) {
    const notice = code === 'drain-exceeds-spot-notice' ? platform.spotNoticeSeconds : undefined;
    const advice = notice === undefined ? fix : spotAdvice(load, parts, notice, ledger);
    ledger.warn(code, '/platform', message, advice);
  }
  const grace = graceSeconds(parts);
  return {
    propagationSeconds,
    engineSeconds,
    teardownSeconds,
    graceSeconds: grace,
    workerGraceSeconds: workerGraceSeconds(grace, teardownSeconds),
  };
}

function engineWindow(load: Load | undefined): number {
  if (!load) return 60;
  const { timeToFirstTokenP95Ms, timePerOutputTokenP95Ms } = load.objectives;
  return Math.ceil((timeToFirstTokenP95Ms + load.outputTokensP99 * timePerOutputTokenP95Ms) / 1000);
}
