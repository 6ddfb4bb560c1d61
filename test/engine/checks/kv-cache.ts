import { join } from 'node:path';
import { planFor } from '../../../src/plan/plan-for';
import { type KvCase, kvCases } from '../kv-cases';
import { must } from '../processes';
import type { Proof } from '../proof';
import { writeModel } from '../tiny-model';

const KV_GIB = 1;
/** A plan is for a GPU, where two batches are in flight; on a CPU it is one. */
const GPU_BATCHES = 2;

interface Measured {
  readonly error?: string;
  readonly blocks: number;
  /** As stated, but for kernels that take one size only: MLA on a CPU without AMX takes 16. */
  readonly blockSize: number;
  readonly tokens: number;
  readonly maxNumBatchedTokens: number;
}

/** Blocks and tokens of KV cache: what the engine lays out, against the plan's arithmetic. */
export async function checkKvCache({ results, engine, folder }: Proof): Promise<void> {
  const measured = measure(engine.bin, folder);
  measured.catch(() => {}); // each check tells of it
  for (const [index, each] of kvCases.entries()) {
    await results.check(`KV cache: ${each.name}`, "the plan's blocks and tokens", async () => {
      const { error, ...found } = (await measured)[index];
      if (error) throw new Error(error);
      if (found.maxNumBatchedTokens !== each.maxNumBatchedTokens) throw new Error('other batches');
      const { blocks, kvCacheTokens } = planned({ ...each, blockSize: found.blockSize });
      return {
        passed: found.blocks === blocks && found.tokens === kvCacheTokens,
        observed: `${found.blocks} blocks of ${found.blockSize}, ${found.tokens} tokens; planned ${blocks} and ${kvCacheTokens}`,
      };
    });
  }
}

function planned(each: KvCase) {
  const { config, maxModelLen, blockSize, maxNumBatchedTokens, kvCacheDtype } = each;
  const batch = maxNumBatchedTokens / GPU_BATCHES;
  return planFor({
    model: config,
    accelerator: 'L4',
    parallelism: { tensor: 1 },
    engine: { maxModelLen, blockSize, maxNumBatchedTokens: batch, kvCacheDtype },
    measured: { kvCacheGiBPerGpu: KV_GIB },
  }).memory;
}

async function measure(bin: string, folder: string): Promise<Measured[]> {
  const cases = kvCases.map((each, index) => {
    const model = join(folder, 'kv', String(index));
    writeModel(model, each.config);
    return {
      model,
      max_model_len: each.maxModelLen,
      block_size: each.blockSize,
      max_num_batched_tokens: each.maxNumBatchedTokens,
      max_num_seqs: 8,
      kv_cache_dtype: each.kvCacheDtype,
    };
  });
  const script = join(__dirname, '..', 'python', 'measure_kv.py');
  const env = {
    HOME: folder,
    TMPDIR: folder,
    HF_HUB_OFFLINE: '1',
    PATH: `${bin}:/usr/bin:/bin`,
    VLLM_CPU_KVCACHE_SPACE: String(KV_GIB),
    VLLM_ENABLE_V1_MULTIPROCESSING: '0',
    VLLM_NO_USAGE_STATS: '1',
  };
  const output = await must(join(bin, 'python'), [script], { env, input: JSON.stringify(cases) });
  return [...output.matchAll(/MEASURED (\{.*\})$/gm)].map(([, json]) => JSON.parse(json));
}
