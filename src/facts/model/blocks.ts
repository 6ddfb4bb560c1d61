import { type ConfigFields, PLAN_MEASURED } from './fields';
import type { AttentionKind } from './geometry';
import type { MlpKind } from './mlp-kinds';

/** A layer that is either a mixer or a feed-forward. */
export interface Block {
  readonly attention: AttentionKind;
  readonly mlp: MlpKind;
}

/** Nemotron-H writes letters in one release and words in the next. */
const BLOCKS: Readonly<Record<string, Block>> = {
  M: { attention: 'mamba2', mlp: 'none' },
  mamba: { attention: 'mamba2', mlp: 'none' },
  '*': { attention: 'full', mlp: 'none' },
  attention: { attention: 'full', mlp: 'none' },
  E: { attention: 'none', mlp: 'moe' },
  moe: { attention: 'none', mlp: 'moe' },
  '-': { attention: 'none', mlp: 'dense' },
  mlp: { attention: 'none', mlp: 'dense' },
};

/** The blocks of `hybrid_override_pattern` or `layers_block_type`, if the model is built of them. */
export function readBlocks(fields: ConfigFields): readonly Block[] | undefined {
  const pattern = fields.raw('hybrid_override_pattern');
  const list = fields.raw('layers_block_type');
  const [name, entries] =
    typeof pattern === 'string'
      ? ['hybrid_override_pattern', [...pattern]]
      : ['layers_block_type', Array.isArray(list) ? list.map(String) : []];
  if (entries.length === 0) return undefined;
  return entries.map((entry) => BLOCKS[entry] ?? unknownBlock(fields, name));
}

function unknownBlock(fields: ConfigFields, name: string): Block {
  fields.note(name, `made of ${Object.keys(BLOCKS).join(', ')}`, PLAN_MEASURED);
  return BLOCKS.mlp;
}
