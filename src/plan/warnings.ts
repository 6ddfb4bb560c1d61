import type { FleetPlan } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import { type Ledger, round } from '../capacity/ledger';
import type { Load, ReplicaRates } from '../capacity/load';
import type { PlanInputs } from '../capacity/resolve';
import { advisoriesAt } from '../engines/vllm/advisories';
import { engineImage } from '../facts/loaders';
import type { NodeRow } from '../facts/node-rows';

/** What the plan allows and a reviewer should still hear about. */
export function reviewWarnings(inputs: PlanInputs, candidate: Candidate, ledger: Ledger): void {
  const { engine, format, accelerator } = inputs;
  const advisories = advisoriesAt(engine.version);
  if (advisories.length > 0) {
    ledger.warn(
      'engine-advisories',
      '/engine/version',
      `vLLM ${engine.version} has known vulnerabilities: ${advisories.map(({ id }) => id).join(', ')}`,
      'move to the version that fixes them',
    );
  }
  const { maxNumSeqs } = candidate.memory;
  if (maxNumSeqs < (inputs.request.engine?.maxNumSeqs ?? 0)) {
    ledger.warn(
      'more-sequences-than-states',
      '/engine/maxNumSeqs',
      `the cache holds the states of ${maxNumSeqs} sequences, and the engine refuses to start with ${engine.maxNumSeqs}`,
      `state engine.maxNumSeqs ${maxNumSeqs} or less`,
    );
  }
  if (engine.speculative) {
    ledger.warn(
      'speculation-not-in-speed',
      '/engine/speculative',
      'the plan counts the memory of the draft and not what it gains',
      'state calibration or measured.maxRequestsPerSecond from a benchmark with it',
    );
  }
  const image = inputs.request.engine?.image;
  if (image !== undefined && !image.includes('@sha256:')) {
    ledger.warn(
      'image-by-tag',
      '/engine/image',
      `${image} is a tag: what it holds may change under the same plan`,
      'state the image with its digest, registry/repository@sha256:…',
    );
  }
  if (format === 'fp8' && accelerator.denseTflops.fp8 === undefined) {
    ledger.warn(
      'fp8-weight-only',
      '/quantization',
      `${accelerator.id} has no fp8 tensor cores: weights shrink, arithmetic stays bf16`,
      'expect the memory of fp8 and the prefill speed of bf16',
    );
  }
  if (candidate.nodes > 1) groupWarnings(candidate, ledger);
  if (candidate.nodes > 1 && candidate.node.fabric.kind === 'tcp') {
    ledger.warn(
      'group-over-tcp',
      '/node',
      `the ${candidate.nodes} nodes of a replica talk over TCP at ${candidate.node.fabric.gbps} Gbit/s; the plan counts on that and no more`,
      'choose a node with EFA, InfiniBand or RoCE',
    );
  }
}

/** What a group over several nodes has to reckon with. */
function groupWarnings({ nodes, node }: Candidate, ledger: Ledger): void {
  ledger.warn(
    'no-gang-scheduling',
    '/parallelism',
    `the scheduler places the ${nodes} pods of a group one by one: with too few free nodes a leader holds its GPUs and waits`,
    'let Kueue admit the LeaderWorkerSet, or turn on its gang scheduling with Volcano',
  );
  if (node.fabric.kind === 'tcp') return;
  ledger.warn(
    'fabric-needs-image',
    '/engine/image',
    `NCCL reaches ${node.fabric.kind} only through a network plugin in the image; without it the group runs over TCP, several times slower`,
    `use an image with the plugin (for EFA: libfabric and aws-ofi-nccl) and look for it in NCCL_DEBUG=INFO`,
  );
}

/** GPUs of a node that the service leaves to others, or pays for in vain. */
export function sharedNodeWarning(
  { node, gpus }: Candidate,
  replicas: number,
  usdPerGpuHour: number | undefined,
  ledger: Ledger,
): void {
  const used = (replicas * gpus) % node.gpus;
  if (gpus >= node.gpus || used === 0 || usdPerGpuHour === undefined) return;
  const idle = node.gpus - used;
  ledger.warn(
    'shares-its-nodes',
    '/node',
    `at the peak ${idle} of the ${node.gpus} GPUs of a ${node.id} are left over, ${round(idle * usdPerGpuHour)} USD/h that the cost does not count`,
    'run other services on them, or choose a smaller node',
  );
}

/** Old and new image lie side by side during an upgrade, and weights beside them. */
export function diskWarning(node: NodeRow, podDiskGiB: number, ledger: Ledger): void {
  const images = Math.ceil((2 * engineImage.unpackedGB * 1e9) / 2 ** 30);
  const needed = images + podDiskGiB;
  if (needed <= node.diskGiB) return;
  ledger.warn(
    'disk-too-small',
    '/node',
    `two images and a pod take ${needed} GiB of disk, ${node.id} has ${node.diskGiB} GiB`,
    'enlarge the disk, or keep the weights on a claim',
  );
}

/** Warnings that need a fleet. */
export function fleetWarnings(
  inputs: PlanInputs,
  load: Load,
  rates: ReplicaRates,
  fleet: FleetPlan,
  maxModelLen: number,
  ledger: Ledger,
): void {
  const quota = inputs.request.platform?.gpuQuota;
  if (quota !== undefined && fleet.gpusAtMax > quota) {
    ledger.warn(
      'quota-below-maximum',
      '/platform/gpuQuota',
      `the maximum takes ${fleet.gpusAtMax} GPUs, the quota is ${quota}`,
      `raise the quota to ${fleet.gpusAtMax} or pin /fleet/maxReplicas`,
    );
  }
  const { state } = rates.limit;
  const inFlight = state ? state.inFlight + rates.slots.deviations * state.inFlightDeviation : 0;
  if (inputs.engine.maxNumSeqs > 256 && inFlight > 0 && inFlight < 256) {
    ledger.warn(
      'max-num-seqs-larger-than-needed',
      '/engine/maxNumSeqs',
      `${round(inFlight)} sequences at the objectives, ${inputs.engine.maxNumSeqs} allowed: the sampler reserves memory for all of them`,
      'state engine.maxNumSeqs 256',
    );
  }
  const longest = load.inputTokens + load.outputTokensP99;
  if (inputs.model && longest > maxModelLen) {
    ledger.warn(
      'tail-longer-than-context',
      '/engine/maxModelLen',
      `prompt and 99th-percentile answer are ${round(longest)} tokens, the context is ${maxModelLen}`,
      'raise engine.maxModelLen or the memory behind it; longer answers are cut',
    );
  }
}
