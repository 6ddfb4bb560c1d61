import type { ConfigFields } from './fields';
import type { AttentionGeometry } from './geometry';

const FLOAT32 = 4;
/** Only the finely compressed layers of DeepSeek-V4 select entries with an indexer. */
const INDEXED_RATIO = 4;

/**
 * DeepSeek-V4: one latent head whose entries each stand for `compress_ratios[layer]` tokens,
 * beside a window of uncompressed ones.
 */
export function compressed(layer: number, fields: ConfigFields): AttentionGeometry {
  const compressRatio = compressRatioOf(layer, fields);
  const hidden = fields.need('hidden_size');
  const queryHeads = fields.need('num_attention_heads');
  const dim = fields.need('head_dim');
  const queryRank = fields.need('q_lora_rank');
  const outputRank = fields.need('o_groups') * fields.need('o_lora_rank');
  const indexer = compressRatio === INDEXED_RATIO ? indexerOf(fields, compressRatio) : undefined;
  const compressor = compressorOf(hidden, dim, compressRatio);
  return {
    kind: 'compressed',
    queryHeads,
    kvHeads: 1,
    keyDim: dim,
    valueDim: dim,
    window: fields.need('sliding_window'),
    compressRatio,
    indexerBytesPerToken: indexer?.bytesPerEntry,
    sparseTopK: indexer && fields.count('index_topk'),
    state: {
      recurrentBytes: compressor.stateBytes + (indexer?.stateBytes ?? 0),
      convolutionBytes: 0,
      convolutionTokens: 0,
      heads: 1,
    },
    shardedParameters:
      queryRank * queryHeads * dim +
      ((queryHeads * dim) / fields.need('o_groups')) * outputRank +
      outputRank * hidden,
    replicatedParameters:
      hidden +
      queryRank * (hidden + 1) +
      hidden * dim +
      compressor.parameters +
      (indexer?.parameters ?? 0),
  };
}

function compressRatioOf(layer: number, fields: ConfigFields): number {
  const ratio = fields.list('compress_ratios', fields.need('num_hidden_layers'))?.[layer] ?? 0;
  if (typeof ratio === 'number' && Number.isInteger(ratio) && ratio >= 0) return ratio;
  fields.note(
    'compress_ratios',
    'a list with a whole number for each layer',
    'copy compress_ratios from the config.json of the model',
  );
  return 0;
}

/** Values and gates of the entry being built; fine ratios build two overlapping ones. */
function compressorOf(hidden: number, dim: number, ratio: number): Compressor {
  if (ratio === 0) return { parameters: 0, stateBytes: 0 };
  const width = dim * (ratio === INDEXED_RATIO ? 2 : 1);
  return { parameters: 2 * hidden * width, stateBytes: 2 * ratio * width * FLOAT32 };
}

interface Compressor {
  readonly parameters: number;
  readonly stateBytes: number;
}

/** An index key is kept in 4 bits for each compressed entry. */
function indexerOf(fields: ConfigFields, ratio: number): Compressor & { bytesPerEntry: number } {
  const hidden = fields.need('hidden_size');
  const heads = fields.need('index_n_heads');
  const dim = fields.need('index_head_dim');
  const compressor = compressorOf(hidden, dim, ratio);
  return {
    bytesPerEntry: dim / 2,
    stateBytes: compressor.stateBytes,
    parameters: fields.need('q_lora_rank') * heads * dim + hidden * heads + compressor.parameters,
  };
}
