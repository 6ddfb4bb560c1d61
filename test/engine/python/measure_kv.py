"""KV caches that the installed vLLM lays out: [{model, …arguments of LLM}, …] on standard input."""
import json
import os
import sys
import traceback

from vllm import LLM  # imported once, which takes longer than a case


def measure(case):
    engine = LLM(load_format="dummy", enforce_eager=True, **case).llm_engine
    core = engine.engine_core.engine_core
    cache = core.vllm_config.cache_config
    return {
        "blocks": core.scheduler.kv_cache_config.num_blocks,
        "blockSize": cache.block_size,
        "tokens": cache.kv_cache_size_tokens,
        "maxNumBatchedTokens": core.vllm_config.scheduler_config.max_num_batched_tokens,
    }


for case in json.load(sys.stdin):
    child = os.fork()
    if child == 0:
        try:
            measured = measure(case)
        except BaseException as error:
            traceback.print_exc()
            measured = {"error": str(error).strip().splitlines()[-1]}
        print("MEASURED", json.dumps(measured), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
