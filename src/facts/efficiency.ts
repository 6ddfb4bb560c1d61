import type { AcceleratorRow } from './accelerator-rows';

/** Shares of the data-sheet figures that serving kernels reach. */
export interface Efficiency {
  /** Of the memory bandwidth. */
  readonly memory: number;
  /** Of the dense tensor throughput. */
  readonly compute: number;
  readonly source: string;
}

const fitted =
  'fitted on 2,524 points of ai-dynamo/aiconfigurator@095f58a5, tensor parallelism up to 8, 2026-11';

const byArchitecture: Readonly<Record<string, Efficiency>> = {
  ampere: { memory: 0.75, compute: 0.5, source: fitted },
  ada: { memory: 0.75, compute: 0.5, source: fitted },
  hopper: { memory: 0.75, compute: 0.6, source: fitted },
  blackwell: { memory: 0.72, compute: 0.4, source: fitted },
  'blackwell-ultra': { memory: 0.72, compute: 0.4, source: `${fitted}, as blackwell` },
};

// H200 has the compute of H100 and 43 % more bandwidth, of which a smaller share is reached.
const h200: Efficiency = { memory: 0.65, compute: 0.6, source: fitted };

const unmeasured: Efficiency = {
  memory: 0.6,
  compute: 0.35,
  source: 'assumed: no measured rows for this architecture',
};

/** Efficiency of an accelerator, a careful guess for architectures nobody measured. */
export function efficiencyOf({
  id,
  architecture,
}: Pick<AcceleratorRow, 'id' | 'architecture'>): Efficiency {
  if (id.toUpperCase().startsWith('H200')) return h200;
  return byArchitecture[architecture] ?? unmeasured;
}

/** How much of a step runs from captured graphs, and what a step costs without the rest. */
export interface GraphMode {
  /** Length of an empty step over that of one which runs from graphs entirely. */
  readonly stepFactor: number;
  readonly source: string;
}

export const graphModes: Readonly<Record<'full' | 'piecewise' | 'none', GraphMode>> = {
  full: { stepFactor: 1, source: 'what the fitted points ran with' },
  piecewise: {
    stepFactor: 1.05,
    source: 'assumed: attention is launched between the graphs; calibrate',
  },
  none: {
    stepFactor: 1.3,
    source: 'assumed: 30 % of the time per output token by rule of thumb, and it varies; calibrate',
  },
};

/** Costs of an engine step that do not depend on the size of the model. */
export const stepOverheads = {
  fixedMs: 0.4,
  perLayerUs: 11,
  moeLayerUs: 30,
  allReduceUs: 20,
  allReducesPerLayer: 2,
  allReduceEfficiency: 0.6,
  frontendMs: 12,
  /** Middle of the 30 to 60 µs seen without NVLink; calibrate. */
  pcieAllReduceUs: 45,
  source: `${fitted}; PCIe assumed`,
} as const;
