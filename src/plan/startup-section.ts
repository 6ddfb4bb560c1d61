import type { Candidate } from '../capacity/candidate';
import { ENGINE_STAGES } from '../capacity/engine-start';
import { type Ledger, round } from '../capacity/ledger';
import type { EngineRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { type StartupMode, startupMode } from '../capacity/startup-mode';
import type { Settled } from './scaling-section';
import { coldStartOf } from './timing';

const SETTINGS = ['enforceEager', 'optimizationLevel', 'cudagraphCaptureSizes'] as const;

/** What each start-up setting saves and costs: those in use, and eager mode where none is. */
export function startupSection(inputs: PlanInputs, candidate: Candidate, ledger: Ledger): void {
  const { engine = {} } = inputs.request;
  const used = SETTINGS.filter((name) => engine[name] !== undefined && engine[name] !== false);
  for (const name of used) record(inputs, candidate, { [name]: engine[name] }, 'saves', ledger);
  if (used.length > 0) return;
  record(inputs, candidate, { enforceEager: true }, 'would save', ledger);
}

function record(
  inputs: PlanInputs,
  candidate: Candidate,
  setting: EngineRequest,
  saves: string,
  ledger: Ledger,
): void {
  const { speculative } = inputs.engine;
  const mode = (settings: EngineRequest): StartupMode =>
    startupMode({ ...settings, speculative }, inputs.engine, inputs.accelerator);
  const stages = (startup: StartupMode): ReadonlyMap<string, number> => {
    const start = coldStartOf({ ...inputs, engine: { ...inputs.engine, startup } }, candidate);
    return new Map(start.stages.map(({ name, seconds }) => [name, seconds]));
  };
  const startup = mode(setting);
  const [before, after] = [stages(mode({})), stages(startup)];
  const less = ENGINE_STAGES.map(
    (name) => [name, (before.get(name) ?? 0) - (after.get(name) ?? 0)] as const,
  ).filter(([, seconds]) => seconds !== 0);
  const [[name]] = Object.entries(setting);
  const parts = less.map(([stage, seconds]) => `${stage} ${round(seconds)}`).join(' + ');
  const saved = less.reduce((total, [, seconds]) => total + seconds, 0);
  ledger.settle(`/coldStart/settings/${name}`, saved, {
    unit: 's',
    kind: 'assumed',
    formula: `${saves} ${parts || 'nothing'}; ${costOf(startup)}`,
    source: startup.graphs.source,
  });
}

function costOf({ graphs, captureSizes }: StartupMode): string {
  if (graphs.stepFactor > 1) return `an empty step takes ${graphs.stepFactor} times as long`;
  return `batches above ${Math.max(...captureSizes)} run without graphs`;
}

/** A batch above the largest captured size is launched kernel by kernel. */
export function graphWarnings(inputs: PlanInputs, { replica, candidate }: Settled, ledger: Ledger) {
  const sizes = inputs.request.engine?.cudagraphCaptureSizes;
  if (!sizes) return;
  const perSequence = 1 + (inputs.engine.speculative?.tokens ?? 0);
  const batch = (replica.inFlightAtObjective / candidate.parallelism.data) * perSequence;
  const largest = Math.max(...sizes);
  if (largest >= batch) return;
  ledger.warn(
    'batch-beyond-graphs',
    '/engine/cudagraphCaptureSizes',
    `${round(batch)} tokens are in a step at the objectives, graphs are captured up to ${largest}: larger steps run without them, which the speed does not count`,
    `add ${Math.ceil(batch)} to cudagraphCaptureSizes, or leave it out`,
  );
}
