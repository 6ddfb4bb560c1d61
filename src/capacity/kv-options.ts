import type { CacheEntry } from './kv-format';

/** How one replica's cache is spread and stored. */
export interface KvOptions extends CacheEntry {
  readonly tensor: number;
  readonly pipeline: number;
  /** Ranks that share the tokens of full and latent attention. */
  readonly decodeContext: number;
  /** vLLM's version, whose older ones kept latents and states otherwise; the newest where absent. */
  readonly engineVersion?: string;
  /** Engine layout of latent caches in FP8, with scales and rotary part in the entry. */
  readonly latentLayout?: 'fp8_ds_mla';
  /** Multi-token-prediction layers speculate and keep a cache of their own. */
  readonly draft?: boolean;
  /** A draft model of one layer like the target's last speculates. */
  readonly eagle?: boolean;
  /** Tokens drafted at a time, which convolutions look back over. */
  readonly draftTokens?: number;
}
