import { type VersionedRow, valueAt } from './by-version';

/** What an engine adds to the time of the kernels. */
export interface EngineSpeed {
  /** Host work of a step, and for each sequence in it, that no kernel hides. */
  readonly stepMs: number;
  readonly sequenceMs: number;
  /** Costs of a layer over those of vLLM. */
  readonly layerFactor: number;
  /** Shares of bandwidth and throughput over those of vLLM. */
  readonly memoryFactor: number;
  readonly computeFactor: number;
  /** Request parsing, tokenization and the way to the scheduler and back. */
  readonly frontendMs: number;
  /** Time a burst of prompts takes over the sum of the prompts. */
  readonly burstFactor: number;
}

const SOURCE =
  'fitted with facts/efficiency on ai-dynamo/aiconfigurator@095f58a5, public benchmarks and open-loop runs of inference-sim/training, 2026-11';

const vllm: EngineSpeed = {
  stepMs: 0.06,
  sequenceMs: 0.003,
  layerFactor: 1,
  memoryFactor: 1,
  computeFactor: 1,
  frontendMs: 25,
  burstFactor: 1,
};

const rows: Readonly<Record<string, readonly VersionedRow<EngineSpeed>[]>> = {
  vllm: [
    { since: '0', value: { ...vllm, stepMs: 0.57, sequenceMs: 0.017 }, source: SOURCE },
    // The next step is scheduled while this one runs: default since vllm-project/vllm#27614.
    { since: '0.14', value: vllm, source: SOURCE },
  ],
  sglang: [
    {
      since: '0',
      value: {
        stepMs: 0.15,
        sequenceMs: 0.037,
        layerFactor: 0.91,
        memoryFactor: 1,
        computeFactor: 1.35,
        frontendMs: 60,
        burstFactor: 2.5,
      },
      source: SOURCE,
    },
  ],
  'tensorrt-llm': [
    {
      since: '0',
      value: {
        stepMs: 0.57,
        sequenceMs: 0.007,
        layerFactor: 0.88,
        memoryFactor: 1.15,
        computeFactor: 0.9,
        frontendMs: 80,
        burstFactor: 1,
      },
      source: SOURCE,
    },
  ],
};

/** Speed of an engine at a version; the newest row where the version is not a number. */
export function engineSpeed(name: string, version: string): EngineSpeed {
  const known = rows[name] ?? rows.vllm;
  return valueAt(known, version) ?? known[known.length - 1].value;
}
