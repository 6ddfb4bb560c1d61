import { defaultCaptureSizes, defaultGraphSets } from '../engines/vllm/graphs';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import { type GraphMode, graphModes } from '../facts/efficiency';
import type { EngineRequest } from './request';

/** What the engine prepares before it serves, and what a step costs for what it leaves out. */
export interface StartupMode {
  /** torch.compile runs, or its cache is read. */
  readonly compiles: boolean;
  /** Batch sizes whose graphs are captured; none in eager mode. */
  readonly captureSizes: readonly number[];
  /** Graphs a size: one of pieces and, by default and since 0.11, one of the whole step. */
  readonly graphSets: number;
  readonly graphs: GraphMode;
}

/** Scheduler limits after the engine's defaults. */
export interface StepLimits {
  readonly version: string;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
}

/** The mode that the stated settings make; without any, everything is compiled and captured. */
export function startupMode(
  settings: EngineRequest,
  limits: StepLimits,
  { architecture }: Pick<AcceleratorRow, 'architecture'>,
): StartupMode {
  const level = settings.optimizationLevel;
  if (settings.enforceEager === true || level === 0) {
    return { compiles: false, captureSizes: [], graphSets: 0, graphs: graphModes.none };
  }
  const speculativeTokens = settings.speculative?.tokens ?? 0;
  return {
    compiles: true,
    captureSizes:
      settings.cudagraphCaptureSizes ??
      defaultCaptureSizes(limits.version, { ...limits, speculativeTokens, architecture }),
    graphSets: level === 1 ? 1 : defaultGraphSets(limits.version),
    graphs: level === 1 ? graphModes.piecewise : graphModes.full,
  };
}
