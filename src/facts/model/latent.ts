import type { ConfigFields } from './fields';
import type { AttentionGeometry } from './geometry';

/** Bytes of a float32 scale in the indexer cache, one for each 128 entries of a key. */
const INDEXER_SCALE = { bytes: 4, entries: 128 };

/** Multi-head latent attention (DeepSeek-V2 and later), with the sparse indexer of V3.2. */
export function latent(layer: number, fields: ConfigFields): AttentionGeometry {
  const hidden = fields.need('hidden_size');
  const queryHeads = fields.need('num_attention_heads');
  const rank = fields.need('kv_lora_rank');
  const rotary = fields.need('qk_rope_head_dim');
  const keyDim = fields.need('qk_nope_head_dim') + rotary;
  const valueDim = fields.need('v_head_dim');
  const queryRank = fields.count('q_lora_rank') ?? 0;
  const gate = fields.flag('mla_use_output_gate') ? hidden * queryHeads * valueDim : 0;
  const indexer = ownsIndexer(layer, fields) ? indexerOf(fields, queryRank) : undefined;
  return {
    kind: 'mla',
    queryHeads,
    kvHeads: 1,
    keyDim,
    valueDim,
    latentDim: rank + rotary,
    indexerBytesPerToken: indexer?.bytesPerToken,
    sparseTopK: fields.count('index_topk'),
    shardedParameters:
      (queryRank || hidden) * queryHeads * keyDim +
      rank * queryHeads * (keyDim - rotary + valueDim) +
      queryHeads * valueDim * hidden +
      gate,
    replicatedParameters:
      hidden +
      queryRank * (hidden + 1) +
      hidden * (rank + rotary) +
      rank +
      (indexer?.parameters ?? 0),
  };
}

interface Indexer {
  readonly bytesPerToken: number;
  readonly parameters: number;
}

function indexerOf(fields: ConfigFields, queryRank: number): Indexer {
  const hidden = fields.need('hidden_size');
  const heads = fields.need('index_n_heads');
  const dim = fields.need('index_head_dim');
  return {
    bytesPerToken: dim + INDEXER_SCALE.bytes * Math.ceil(dim / INDEXER_SCALE.entries),
    // Query and key projections, the key norm with its bias, and the weight of each head.
    parameters: queryRank * heads * dim + hidden * dim + 2 * dim + hidden * heads,
  };
}

/**
 * GLM-5.2 computes an index in some layers and shares it with the next ones, which have neither
 * indexer weights nor indexer cache in vLLM (`index_topk_freq`, `index_skip_topk_offset` there).
 */
function ownsIndexer(layer: number, fields: ConfigFields): boolean {
  if (fields.raw('index_topk') === undefined) return false;
  const types = fields.raw('indexer_types');
  if (Array.isArray(types)) return types[layer] !== 'shared';
  const frequency = fields.count('index_topk_freq') ?? 1;
  const offset = fields.count('index_skip_topk_offset') ?? 2;
  return Math.max(layer - offset + 1, 0) % Math.max(1, frequency) === 0;
}
