/**
 * A model as the memory and speed arithmetic needs it: one entry per decoder layer, read from a
 * Hugging Face `config.json` and never from a list of model names.
 */
export interface ModelGeometry {
  /** Catalogue id or the name the user gave. */
  readonly id: string;
  readonly modelType: string;
  readonly hiddenSize: number;
  readonly vocabSize: number;
  /** `max_position_embeddings`. */
  readonly maxContextTokens: number;
  /** The configuration states no context: any that fits is served. */
  readonly statesNoContext?: true;
  readonly queryHeads: number;
  /** Key/value heads of the widest full-attention layer; vLLM's divisibility rule is about these. */
  readonly kvHeads: number;
  readonly layers: readonly LayerGeometry[];
  readonly tiedEmbeddings: boolean;
  /** Multi-token-prediction layers shipped in the checkpoint, loaded only when they speculate. */
  readonly draftLayers: number;
  /** Format of the checkpoint as its `quantization_config` states, `bf16` when it states none. */
  readonly checkpointFormat: WeightFormat;
  /** Bytes of one quantized parameter with its scales, where the checkpoint states its groups. */
  readonly checkpointBytesPerParameter?: number;
  /** Type of the KV cache that the checkpoint asks for, such as `fp8`. */
  readonly cacheFormat?: string;
  /** Module name patterns that a quantized checkpoint keeps in bf16. */
  readonly unquantizedModules: readonly string[];
  /** Formats of the draft layers in the checkpoint. */
  readonly draftFormats: Readonly<Record<LayerPart, WeightFormat>>;
  /** Format of the output head in the checkpoint: bf16 but for a few that name it. */
  readonly headFormat: WeightFormat;
  /** Parameters outside the decoder layers (vision tower …), kept in bf16 and divided by ranks. */
  readonly extraParameters: number;
  /** The vision tower, whose parameters are among the extra ones. */
  readonly encoder?: EncoderGeometry;
  /** Entries of the rotary tables, which every rank builds for the model's whole context. */
  readonly rotaryEntries: number;
  /** Bytes of the checkpoint by its own index, where one was read. */
  readonly indexedBytes?: number;
  readonly parameters: ParameterCounts;
}

export interface EncoderGeometry {
  readonly parameters: number;
  /** The Qwen-VL family takes items of any size, and is profiled with the largest. */
  readonly takesAnySize: boolean;
  /** Widths of the decoder that a merged patch becomes: one, and one for each deepstack level. */
  readonly outputs: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
}

/** The text decoder, without draft layers and `extraParameters`. */
export interface ParameterCounts {
  readonly total: number;
  /** Parameters that one token passes through, the embedding table among them. */
  readonly active: number;
  readonly routedExperts: number;
  /** Embedding table and output head, one table when they are tied. */
  readonly embeddings: number;
}

export interface LayerGeometry {
  readonly attention: AttentionGeometry;
  readonly mlp: MlpGeometry;
  /** Formats in the checkpoint: bf16 where its ignore list says so, several when it is mixed. */
  readonly checkpointFormats: Readonly<Record<LayerPart, WeightFormat>>;
}

/** `attentionOutput` is its last projection; `mlp` is the dense block or the shared experts. */
export type LayerPart = 'attention' | 'attentionOutput' | 'mlp' | 'experts';

/** Parameter counts are for the whole model, before any sharding. */
export interface AttentionGeometry {
  readonly kind: AttentionKind;
  readonly queryHeads: number;
  /** 0 for state layers. */
  readonly kvHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Tokens a `sliding` or `chunked` layer keeps. */
  readonly window?: number;
  /** MLA: `kv_lora_rank` + `qk_rope_head_dim`, held whole on every tensor-parallel rank. */
  readonly latentDim?: number;
  /** Sparse MLA: bytes of indexer cache per cached entry, held whole on every rank. */
  readonly indexerBytesPerToken?: number;
  /** Sparse attention: cached entries that one decode step reads (`index_topk`). */
  readonly sparseTopK?: number;
  /** DeepSeek-V4: tokens that share one compressed entry; 0 keeps only the window. */
  readonly compressRatio?: number;
  /** State layers: bytes one sequence holds before sharding, and how many heads shard it. */
  readonly state?: StateGeometry;
  /** Projection weights that tensor parallelism divides. */
  readonly shardedParameters: number;
  /** Norms, MLA down-projections and indexers: a copy on every rank. */
  readonly replicatedParameters: number;
}

export type AttentionKind =
  | 'full'
  | 'sliding'
  | 'chunked'
  | 'mla'
  | 'compressed'
  | 'gated-delta'
  | 'mamba2'
  | 'kda'
  | 'convolution'
  | 'none';

export interface StateGeometry {
  /** Recurrent state, in float32 where the model keeps its precision. */
  readonly recurrentBytes: number;
  /** Convolution state in the model's own type. */
  readonly convolutionBytes: number;
  /** Tokens that the convolution looks back, which share `convolutionBytes`. */
  readonly convolutionTokens: number;
  readonly heads: number;
  /** Tokens that a Mamba-2 kernel takes at once. */
  readonly chunkTokens?: number;
}

export interface MlpGeometry {
  readonly kind: 'dense' | 'moe' | 'none';
  /** Width of the dense block, or of the shared and routed experts that one token passes. */
  readonly activeIntermediateSize: number;
  readonly shardedParameters: number;
  readonly replicatedParameters: number;
  readonly experts?: ExpertGeometry;
}

export interface ExpertGeometry {
  readonly count: number;
  readonly perToken: number;
  readonly parametersEach: number;
  /** Width of an expert's input, less than `hiddenSize` in a latent mixture. */
  readonly inputSize: number;
  readonly intermediateSize: number;
}

/** Weight formats; bytes per parameter stand in `formats.ts`. */
export type WeightFormat = 'bf16' | 'fp8' | 'int8' | 'int4' | 'mxfp4' | 'nvfp4';
