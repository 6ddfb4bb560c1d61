/** Layers that share a block table. */
export interface BlockGroup {
  readonly kind: string;
  /** Tokens of one block of this group, on all ranks that share them. */
  readonly blockSize: number;
  readonly window?: number;
  /** Blocks of a sequence of any length, for layers that keep a state instead of tokens. */
  readonly stateBlocks?: number;
  /** Blocks beside those that grow with the tokens. */
  readonly extraBlocks?: number;
  /** Bytes of a block over those of the first group, where the engine counts sequences in bytes. */
  readonly share?: number;
}

/** The KV cache of one rank as the engine allocates it: equal blocks that all groups share. */
export interface BlockPool {
  readonly groups: readonly BlockGroup[];
  readonly blockSize: number;
  readonly blocks: number;
  /** Bytes of one block on one GPU. */
  readonly blockBytes: number;
  /** Tokens a prefill may have in flight beyond a window. */
  readonly tokensInFlight: number;
}
