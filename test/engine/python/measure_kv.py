"""KV caches that the installed vLLM lays out: [{model, …arguments of LLM}, …] on standard input."""
import json
import os
import sys
import traceback

from vllm import LLM  # imported once, which takes longer than a case


def measure(case):
    config = LLM(load_format="dummy", enforce_eager=True, **case).llm_engine.vllm_config
    cache = config.cache_config
    return {
        "blocks": cache.num_gpu_blocks,
        "tokens": cache.kv_cache_size_tokens,
        "maxNumBatchedTokens": config.scheduler_config.max_num_batched_tokens,
    }


for number, case in enumerate(json.load(sys.stdin)):
    child = os.fork()
    if child == 0:
        try:
            print("MEASURED", json.dumps({"case": number, **measure(case)}), flush=True)
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.waitpid(child, 0)
