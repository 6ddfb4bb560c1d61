import type { AcceleratorRow } from './accelerator-rows';

/** Shares of the data-sheet figures that the matrix products of a step reach. */
export interface Efficiency {
  /** Of the memory bandwidth. */
  readonly memory: number;
  /** Of the dense tensor throughput. */
  readonly compute: number;
  /** Whether one or two models are all that was measured. */
  readonly isNarrow?: boolean;
  readonly source: string;
}

const fitted =
  'fitted with the costs of a step on 3,075 points of ai-dynamo/aiconfigurator@095f58a5 and of public benchmarks, tensor × data parallelism up to 8, 2026-11';

const byArchitecture: Readonly<Record<string, Efficiency>> = {
  ampere: { memory: 0.8, compute: 0.45, source: fitted },
  hopper: { memory: 0.92, compute: 0.85, source: fitted },
  blackwell: { memory: 0.92, compute: 0.48, source: fitted },
  'blackwell-ultra': { memory: 0.92, compute: 0.48, source: fitted },
  'blackwell-rtx': { memory: 0.85, compute: 0.37, source: fitted },
  ada: { memory: 0.8, compute: 0.5, source: 'assumed: between ampere and hopper' },
  cdna3: {
    memory: 0.6,
    compute: 0.55,
    isNarrow: true,
    source:
      'fitted on Llama-3.1-405B and 70B in FP8 on eight MI300X, batches of 1 to 256 (Oracle, AMD), 2026-11',
  },
  cdna4: {
    memory: 0.79,
    compute: 0.5,
    isNarrow: true,
    source: `${fitted}; one model on MI355X`,
  },
};

// H200 has the cores of H100 and 43 % more bandwidth, of which they reach a smaller share.
const h200: Efficiency = { memory: 0.81, compute: 0.85, source: fitted };
// Fewer cores still: 78 against 132 multiprocessors at 4 TB/s.
const h20: Efficiency = {
  memory: 0.39,
  compute: 0.47,
  isNarrow: true,
  source: "fitted on Qwen's speed benchmark of Qwen3 with SGLang 0.4.6, one sequence at a time",
};

const unmeasured: Efficiency = {
  memory: 0.7,
  compute: 0.4,
  source: 'assumed: no measured rows for this architecture, the careful end of the others',
};

/** Efficiency of an accelerator, a careful guess for architectures nobody measured. */
export function efficiencyOf({
  id,
  architecture,
}: Pick<AcceleratorRow, 'id' | 'architecture'>): Efficiency {
  const name = id.toUpperCase();
  if (name.startsWith('H200')) return h200;
  if (name.startsWith('H20')) return h20;
  return byArchitecture[architecture] ?? unmeasured;
}

/** Shares of `Efficiency` that kernels other than plain matrix products reach. */
export const kernelShares = {
  /** Weights of routed experts, read in pieces. */
  expertMemory: 0.89,
  /** Grouped products over few tokens an expert. */
  expertCompute: 0.2,
  /** Integer weights are unpacked before they are multiplied. */
  int4Memory: 0.8,
  kvCacheMemory: 0.95,
  stateMemory: 0.91,
  /** Of bf16 throughput: decoding on the latent of MLA. */
  latentCompute: 0.61,
  /** Of bf16 throughput: scores and values of prompts. */
  attentionCompute: 0.95,
  source: fitted,
} as const;

/** Microseconds of a step for each layer, beyond what its weights and its cache cost. */
export const layerUs = {
  full: 53,
  chunked: 53,
  sliding: 11,
  mla: 73,
  /** With the indexer of DeepSeek-V3.2. */
  sparseMla: 183,
  compressed: 155,
  'gated-delta': 77,
  mamba2: 77,
  kda: 77,
  /** As a sliding layer: its one kernel reads a few tokens too. */
  convolution: 11,
  none: 0,
  /** More for routed experts: router, permutation, grouped products. */
  moe: 45,
  /** More for a hidden size of 4,096. */
  hidden4096: 2.3,
  /** Of a step that no captured graph runs: kernels of a layer are launched one by one. */
  launch: 76,
  /** On Blackwell, over Hopper. */
  blackwellFactor: 0.84,
  source: fitted,
} as const;

/** Exchanges between the GPUs of a replica. */
export const linkCosts = {
  allReduceUs: 5,
  pcieAllReduceUs: 33,
  allToAllUs: 3.6,
  perLayer: 2,
  /** Of the bandwidth of the link. */
  efficiency: 0.4,
  /** Tokens of the busiest expert rank over the mean. */
  expertImbalance: 1.18,
  /** Tokens of a batch that choose their experts independently. */
  independentTokens: 0.83,
  source: fitted,
} as const;

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
