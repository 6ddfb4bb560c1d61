import { covers } from '../by-version';
import complete from './serve-flags.json';

/** A `vllm serve` flag whose existence depends on the version. */
export interface FlagRow {
  readonly flag: string;
  readonly since: string;
  /** First version without it. */
  readonly until?: string;
  /** First version in which it does what it says, where that is later than `since`. */
  readonly worksSince?: string;
  readonly source: string;
}

const measured = 'measured: vLLM 0.11.2 to 0.32.0 on a CPU, 2026-11-23';
const read = 'vllm/engine/arg_utils.py and the arguments of the entry points, 0.8.5 to 0.32.0';

/** Flags that came, by the first release that was read and has them. */
const added: Readonly<Record<string, string>> = {
  '0.9': `--headless --data-parallel-size-local --data-parallel-address --data-parallel-rpc-port
    --data-parallel-start-rank --enable-prompt-embeds --kv-events-config`,
  '0.9.1': `--api-server-count --data-parallel-backend --disable-hybrid-kv-cache-manager
    --log-config-file`,
  '0.9.2': '--data-parallel-rank --enable-eplb --enable-force-include-usage --media-io-kwargs',
  '0.10': '--async-scheduling --data-parallel-hybrid-lb --default-mm-loras --logprobs-mode',
  '0.10.1': `--convert --runner --enable-log-requests --enable-log-outputs --mm-processor-cache-gb
    --exclude-tools-when-tool-choice-none --kv-sharing-fast-prefill --logits-processors
    --mamba-cache-dtype --mamba-ssm-cache-dtype --skip-mm-profiling --tool-server --uds`,
  '0.10.2': `--decode-context-parallel-size --eplb-config --io-processor-plugin --log-error-stack
    --mm-encoder-tp-mode --safetensors-load-strategy`,
  '0.11': `--allowed-media-domains --enable-dbo --expert-placement-strategy --pooler-config
    --structured-outputs-config --trust-request-chat-template --video-pruning-rate`,
  '0.11.1': `--all2all-backend --cudagraph-capture-sizes --max-cudagraph-capture-size
    --data-parallel-external-lb --ec-transfer-config --kv-offloading-backend --mamba-block-size
    --reasoning-parser-plugin --stream-interval --tokens-only`,
  '0.12': '--optimization-level --prefill-context-parallel-size --kv-cache-metrics-sample',
  '0.13': '--attention-backend --attention-config --cudagraph-metrics --profiler-config',
  '0.14': `--default-chat-template-kwargs --enable-mfu-metrics --enable-log-deltas --ubatch-size
    --enable-tower-connector-lora`,
  '0.15': '--mamba-cache-mode --mm-encoder-only --ssl-ciphers',
  '0.16': `--disable-access-log-for-endpoints --enable-flashinfer-autotune --kernel-config
    --specialize-active-lora --weight-transfer-config`,
  '0.17': `--cpu-offload-params --enable-elastic-ep --language-model-only --moe-backend
    --offload-backend --fail-on-environ-validation`,
  '0.18': '--dcp-comm-backend --enable-ep-weight-filter --gdn-prefill-backend --grpc',
  '0.19': '--lora-target-modules --mm-tensor-ipc --reasoning-config --renderer-num-workers',
  '0.20': '--enable-flash-late-interaction --mamba-backend --numa-bind',
  '0.21': '--fingerprint-mode --safetensors-prefetch-num-threads --mm-encoder-attn-dtype',
  '0.22': `--data-parallel-multi-port-external-lb --linear-backend --quantization-config
    --enable-cumem-allocator --spec-method --spec-model --spec-tokens`,
  '0.24': '--device-ids --prefill-schedule-interval --watermark',
  '0.25': '--enable-per-request-metrics --jit-monitor-mode --mm-ipc-gpu-memory-gb',
  '0.26': '--enable-moe-shared-loras --max-num-scheduled-tokens --prefix-match-unit',
  '0.27': '--enable-fault-tolerance --mm-hasher-algorithm --use-replayssm',
  '0.28': '--ec-manager-config --mm-processor-device --return-sampling-mask',
  // Seen in 0.29.0, though its help was not among those that were run.
  '0.29': `--max-num-queued-reqs --max-num-queued-tokens --sse-keep-alive-interval
    --prefix-cache-retention-interval`,
  '0.30': '--enable-scale-out --elastic-ep-max-dp-size --dp-sync-interval',
  '0.31': '--max-num-active-seqs --log-level --logging-config',
  '0.32': '--custom-histogram-buckets --grpc-port',
};

/** Flags that went, by the first release that was read and lacks them. */
const removed: Readonly<Record<string, string>> = {
  '0.10': `--device --enable-reasoning --max-prompt-adapters --max-prompt-adapter-token
    --qlora-adapter-name-or-path --tokenizer-pool-size --tokenizer-pool-type --use-v2-block-manager`,
  '0.10.1': '--num-scheduler-steps --multi-step-stream-outputs',
  '0.10.2': '--enable-prompt-adapter --override-neuron-config',
  '0.11': `--disable-async-output-proc --max-seq-len-to-capture --preemption-mode
    --scheduler-delay-factor`,
  '0.11.1': '--enable-lora-bias --rope-scaling --rope-theta',
  '0.12': `--guided-decoding-backend --lora-extra-vocab-size --num-lookahead-slots
    --num-redundant-experts --override-pooler-config`,
  '0.13': `--cuda-graph-sizes --disable-mm-preprocessor-cache --task
    --enable-multimodal-encoder-data-parallel`,
  '0.17': '--disable-log-requests --logits-processor-pattern',
  '0.19': '--disable-frontend-multiprocessing',
  '0.27': '--max-long-partial-prefills --max-num-partial-prefills',
  '0.28': '--calculate-kv-scales --override-attention-dtype',
};

export const flagRows: readonly FlagRow[] = [
  // In 0.18.1 the flag logs a drain and cuts every stream within 0.1 s.
  { flag: '--shutdown-timeout', since: '0.18', worksSince: '0.21', source: measured },
  { flag: '--nnodes', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--node-rank', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--master-addr', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--master-port', since: '0.11.1', source: 'vllm-project/vllm#23691' },
  { flag: '--distributed-timeout-seconds', since: '0.18', source: 'vllm-project/vllm#36047' },
  { flag: '--kv-cache-memory-bytes', since: '0.10.2', source: 'vllm-project/vllm#21489' },
  { flag: '--kv-offloading-size', since: '0.11.1', source: measured },
  { flag: '--performance-mode', since: '0.17', source: 'vllm-project/vllm#34936' },
  { flag: '--kv-cache-metrics', since: '0.12', source: read },
  { flag: '--swap-space', since: '0.6', until: '0.18', source: measured },
  ...rowsOf(added, (since) => ({ since })),
  ...rowsOf(removed, (until) => ({ since: '0.1', until })),
];

function rowsOf(
  flags: Readonly<Record<string, string>>,
  range: (version: string) => { since: string; until?: string },
): FlagRow[] {
  return Object.entries(flags).flatMap(([version, names]) =>
    names.split(/\s+/).map((flag) => ({ flag, ...range(version), source: read })),
  );
}

/** The row of a flag, for flags whose existence depends on the version. */
export function flagRow(flag: string): FlagRow | undefined {
  return flagRows.find((row) => row.flag === flag);
}

/** Every flag of the version whose help was read in full, and those that came or went. */
export const knownFlags: ReadonlySet<string> = new Set([
  ...complete.flags,
  ...flagRows.map(({ flag }) => flag),
]);

/** Whether all flags of this version are known. */
export function areAllFlagsKnown(version: string): boolean {
  return covers(complete, version);
}

/** Whether `vllm serve` of this version accepts the flag; flags without a row count as accepted. */
export function hasFlag(flag: string, version: string): boolean {
  const row = flagRow(flag);
  return row === undefined || covers(row, version);
}

/** Whether the flag exists and does what it says. */
export function flagWorks(flag: string, version: string): boolean {
  const { worksSince } = flagRow(flag) ?? {};
  return (
    hasFlag(flag, version) && (worksSince === undefined || covers({ since: worksSince }, version))
  );
}
