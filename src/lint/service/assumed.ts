import { assumptions } from '../../capacity/defaults';
import { defaultEngineVersion } from '../../engines/vllm/defaults';

const { inputTokens, outputTokens, outputTailRatio, hpaSyncSeconds } = assumptions;

/** What no foreign manifest states: as a plan assumes it, and otherwise of the field's worked example. */
export const assumed = {
  inputTokens: inputTokens.value,
  outputTokens: outputTokens.value,
  /** The 99th percentile. */
  longOutputTokens: outputTokens.value * outputTailRatio.value,
  /** 500 tokens in and 300 out take 9.2 s. */
  tokenSeconds: 0.03,
  firstTokenSeconds: 0.2,
  /** With the image on the node and weights on a shared disk; a first start takes longer. */
  coldStartSeconds: 300,
  /** The newest whose metrics and flags were read: of an image that tells none. */
  engineVersion: defaultEngineVersion,
  /** A GPU of the smallest class, which has the fewest slots. */
  device: { id: 'unknown', memoryGiB: 24 },
  hpaSyncSeconds: hpaSyncSeconds.value,
} as const;
