import type { Violation } from '../../violations';
import { compilationViolations } from './compilation';

/** Flags whose value the plan computes or a prop states; given twice, they would contradict it. */
const ownedFlags: Readonly<Record<string, string>> = {
  '--model': "the prop 'model'",
  '--served-model-name': "the prop 'servedModelName'",
  '--port': 'nothing: probes, Service and monitor share 8000',
  '--tensor-parallel-size': "'tensorParallelSize'",
  '-tp': "'tensorParallelSize'",
  '--pipeline-parallel-size': "'pipelineParallelSize'",
  '-pp': "'pipelineParallelSize'",
  '--data-parallel-size': "'dataParallelSize'",
  '-dp': "'dataParallelSize'",
  '--enable-expert-parallel': "'enableExpertParallel'",
  '--max-model-len': "'maxModelLen'",
  '--max-num-seqs': "'maxNumSeqs'",
  '--max-num-batched-tokens': "'maxNumBatchedTokens'",
  '--gpu-memory-utilization': "'gpuMemoryUtilization'",
  '--kv-cache-dtype': "'kvCacheDtype'",
  '--quantization': "'quantization'",
  '-q': "'quantization'",
  '--block-size': 'nothing: the attention backend chooses it',
  '--kv-cache-memory-bytes': "'gpuMemoryUtilization'",
  '--num-gpu-blocks-override': "'gpuMemoryUtilization'",
  '--enable-prefix-caching': 'nothing: it is on',
  '--no-enable-prefix-caching': 'nothing: the plan counts on it',
  '--speculative-config': "'speculativeMethod' and 'speculativeTokens'",
  '--config': "'extraArgs', so that the plan sees every flag",
  '--host': 'nothing: probes and Service reach every address',
  '--ssl-keyfile': 'a gateway or mesh: probes speak plain HTTP',
  '--ssl-certfile': 'a gateway or mesh: probes speak plain HTTP',
  '--master-port': 'nothing: the probes of workers watch 29501',
  '--distributed-timeout-seconds': 'Pin.startupBudgetSeconds',
  '--load-format': "'loadFormat'",
  '--enforce-eager': "'enforceEager'",
  '--optimization-level': "'optimizationLevel'",
  '--cudagraph-capture-sizes': "'cudagraphCaptureSizes'",
  '--max-cudagraph-capture-size': "'cudagraphCaptureSizes'",
  '--scheduling-policy': "'schedulingPolicy'",
  '--enable-lora': "'maxLoras' or 'loraModules'",
  '--lora-modules': "'loraModules'",
  '--max-loras': "'maxLoras'",
  '--max-lora-rank': "'maxLoraRank'",
  '--max-cpu-loras': "'maxCpuLoras'",
  '--shutdown-timeout': 'Pin.drainWindowSeconds',
  '--nnodes': 'the node shape: groups follow from it',
  '--node-rank': 'the node shape: groups follow from it',
  '--master-addr': 'the node shape: groups follow from it',
  '--headless': 'the node shape: groups follow from it',
  '--api-key': "the prop 'apiKey', so that no token stands in a manifest",
  '--disable-log-stats': 'nothing: it freezes the gauges that scaling reads',
};

/** Extra arguments that the library owns, and what states them instead. */
export function argumentViolations(args: readonly string[]): Violation[] {
  return args.flatMap((arg, i) => {
    // vLLM takes underscores for hyphens, and the last of two equal flags.
    const flag = arg.split('=')[0].replaceAll('_', '-');
    const instead = ownedFlags[flag];
    const path = `engine.extraArgs[${i}]`;
    if (!instead) return compilationViolations(arg, path);
    return [
      {
        path,
        value: arg,
        allowed: 'a flag that the plan does not model',
        fix: `use ${instead}`,
      },
    ];
  });
}
