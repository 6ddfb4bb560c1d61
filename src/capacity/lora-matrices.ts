import type { AttentionGeometry, LayerGeometry, MlpGeometry } from '../facts/model/geometry';

/** A linear layer that an adapter may change. */
export interface AdaptedMatrix {
  readonly input: number;
  readonly output: number;
  /** Which side tensor parallelism divides. */
  readonly splits: 'inputs' | 'outputs' | 'nothing';
  /** How many such matrices the layer has: one, or one an expert. */
  readonly copies: number;
  readonly ofExperts: boolean;
  /** Outputs that every rank keeps: a key/value head is repeated and not cut. */
  readonly least: number;
}

/** The matrices of one decoder layer, embeddings and router left out as in the engine. */
export function adaptedMatrices(
  { attention, mlp }: LayerGeometry,
  hidden: number,
): AdaptedMatrix[] {
  return [
    ...attentionMatrices(attention, hidden),
    ...denseMatrices(mlp, hidden),
    ...expertMatrices(mlp),
  ];
}

function attentionMatrices(attention: AttentionGeometry, hidden: number): AdaptedMatrix[] {
  const { kind, queryHeads, kvHeads, keyDim, valueDim, latentDim } = attention;
  const values = queryHeads * valueDim;
  switch (kind) {
    case 'none':
      return [];
    case 'full':
    case 'sliding':
    case 'chunked':
      return [
        into(hidden, queryHeads * keyDim),
        ...(kvHeads > 0
          ? [into(hidden, kvHeads * keyDim, keyDim), into(hidden, kvHeads * valueDim, valueDim)]
          : []),
        outOf(values, hidden),
      ];
    case 'mla':
      return [
        into(hidden, queryHeads * keyDim),
        { ...into(hidden, latentDim ?? 0), splits: 'nothing' },
        into(latentDim ?? 0, queryHeads * (keyDim + valueDim)),
        outOf(values, hidden),
      ];
    // Projections of a state layer are one matrix in and one out.
    default:
      return [
        into(hidden, Math.max(0, attention.shardedParameters / hidden - values)),
        outOf(values, hidden),
      ];
  }
}

/** The dense block, or the shared experts. */
function denseMatrices(mlp: MlpGeometry, hidden: number): AdaptedMatrix[] {
  const routed = (mlp.experts?.perToken ?? 0) * (mlp.experts?.intermediateSize ?? 0);
  const width = mlp.activeIntermediateSize - routed;
  if (width <= 0) return [];
  return block(hidden, width, mlp.shardedParameters, 1, false);
}

function expertMatrices({ experts }: MlpGeometry): AdaptedMatrix[] {
  if (!experts) return [];
  const { inputSize, intermediateSize, parametersEach, count } = experts;
  return block(inputSize, intermediateSize, parametersEach, count, true);
}

/** Gate and up, or up alone, and down: their number is in their parameters. */
function block(
  input: number,
  width: number,
  parameters: number,
  copies: number,
  ofExperts: boolean,
): AdaptedMatrix[] {
  const matrices = Math.round(parameters / (input * width));
  const up = { ...into(input, width), copies, ofExperts };
  return [
    ...new Array<AdaptedMatrix>(matrices - 1).fill(up),
    { ...outOf(width, input), copies, ofExperts },
  ];
}

function into(input: number, output: number, least = 0): AdaptedMatrix {
  return { input, output, splits: 'outputs', copies: 1, ofExperts: false, least };
}

function outOf(input: number, output: number): AdaptedMatrix {
  return { input, output, splits: 'inputs', copies: 1, ofExperts: false, least: 0 };
}
