import { calibrationOf } from '../capacity/calibration/calibration';
import { type Candidate, groupFabric } from '../capacity/candidate';
import { fits, isRoomy } from '../capacity/choose';
import { type Ledger, round } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';
import { covers } from '../engines/by-version';
import { releaseOf } from '../engines/release';
import { acceptanceOf } from '../engines/speculation';
import { advisoriesAt } from '../engines/vllm/advisories';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import { onlineFormats } from '../engines/vllm/weight-formats';
import { contextWarnings } from './context-warnings';
import { formatWarnings } from './format-warnings';

/** First release after the newest that was run. */
const UNMEASURED = '0.33';

/** What the plan allows and a reviewer should still hear about. */
export function reviewWarnings(inputs: PlanInputs, candidate: Candidate, ledger: Ledger): void {
  const { engine } = inputs;
  const advisories = engine.name === 'vllm' ? advisoriesAt(engine.version) : [];
  if (advisories.length > 0) {
    ledger.warn(
      'engine-advisories',
      '/engine/version',
      `vLLM ${engine.version} has known vulnerabilities: ${advisories.map(({ id }) => id).join(', ')}`,
      'move to the version that fixes them',
    );
  }
  versionWarning(inputs, ledger);
  const { maxNumSeqs } = candidate.memory;
  if (maxNumSeqs < (inputs.request.engine?.maxNumSeqs ?? 0)) {
    ledger.warn(
      'more-sequences-than-states',
      '/engine/maxNumSeqs',
      `the cache holds the states of ${maxNumSeqs} sequences, and the engine refuses to start with ${engine.maxNumSeqs}`,
      `state engine.maxNumSeqs ${maxNumSeqs} or less`,
    );
  }
  if (covers({ since: UNMEASURED }, engine.version)) {
    ledger.warn(
      'engine-not-measured',
      '/engine/version',
      `vLLM ${engine.version} is newer than what was run; its flags, metrics and drain are taken to be those of ${defaultEngineVersion}`,
      'read its release notes, and try a drain before you rely on it',
    );
  }
  // Load points were measured with whatever the engine ran.
  const isCalibrated = calibrationOf(inputs, candidate) !== undefined;
  if (engine.speculative && engine.speculative.acceptance === undefined && !isCalibrated) {
    const { method } = engine.speculative;
    const { share } = acceptanceOf(method);
    ledger.warn(
      'acceptance-assumed',
      '/engine/speculative',
      `the gain of '${method}' counts on ${Math.round(100 * share)} % of drafts being kept, and that hangs on your texts`,
      'state engine.speculative.acceptance as the metrics of the engine show it, or calibration',
    );
  }
  if (engine.lora && !isCalibrated) {
    ledger.warn(
      'adapters-not-in-speed',
      '/engine/lora',
      'the plan counts the memory of the adapters and not what they cost a token',
      'state calibration or measured.maxRequestsPerSecond from a benchmark with them',
    );
  }
  if (engine.lora && candidate.parallelism.expert) {
    ledger.warn(
      'adapters-with-expert-parallel',
      '/parallelism/expert',
      'engines that were read refuse adapters where whole experts are spread over ranks',
      'leave parallelism.expert out, or try the start first',
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
  formatWarnings(inputs, ledger);
  checkpointWarning(inputs, ledger);
  contextWarnings(inputs, candidate, ledger);
  if (!inputs.model && candidate.weights.checkpointBytes === 0) {
    ledger.warn(
      'weights-unknown',
      '/measured/checkpointGiB',
      'nobody says how large the weights are: the cold start counts no time to load them, and pods no disk',
      'state measured.checkpointGiB, the size of the files',
    );
  }
  if (fits(candidate) && !isRoomy(candidate)) {
    ledger.warn(
      'little-kv-cache',
      '/parallelism',
      `${round(candidate.memory.kvCacheGiB)} GiB of KV cache a GPU are within the error of the budget: the engine may not start`,
      'more GPUs a replica, fewer engine.maxNumSeqs, or measured.kvCacheGiBPerGpu from a start-up log',
    );
  }
  if (candidate.nodes > 1) groupWarnings(candidate, ledger);
  const fabric = groupFabric(candidate.node);
  if (candidate.nodes > 1 && fabric.kind === 'tcp') {
    const better = candidate.node.fabric.kind;
    ledger.warn(
      'group-over-tcp',
      '/node',
      `the ${candidate.nodes} nodes of a replica talk over TCP at ${fabric.gbps} Gbit/s; the plan counts on that and no more`,
      better === 'tcp'
        ? 'choose a node with EFA, InfiniBand or RoCE'
        : `describe the node with fabricResource, the name under which its device plugin offers ${better}`,
    );
  }
}

/** A build that names no release: a nightly, a branch, a checkout without tags. */
function versionWarning({ engine, request }: PlanInputs, ledger: Ledger): void {
  const stated = request.engine?.version;
  if (stated === undefined || releaseOf(stated) !== undefined) return;
  ledger.warn(
    'engine-version-assumed',
    '/engine/version',
    engine.name === 'vllm'
      ? `'${stated}' names no release: planned as vLLM ${engine.version}`
      : `'${stated}' names no release: planned as if no version were stated`,
    'state a release such as 0.32.0',
  );
}

/** A format that the engine cannot make of the checkpoint while it loads. */
function checkpointWarning({ model, modelId, format }: PlanInputs, ledger: Ledger): void {
  if (!model || format === model.checkpointFormat || onlineFormats.includes(format)) return;
  ledger.warn(
    'needs-checkpoint',
    '/quantization',
    `${modelId} is ${model.checkpointFormat}, and vLLM makes no ${format} of it while it loads`,
    `serve a checkpoint in ${format}, and check what it answers`,
  );
}

/** What a group over several nodes has to reckon with. */
function groupWarnings({ nodes, node }: Candidate, ledger: Ledger): void {
  ledger.warn(
    'no-gang-scheduling',
    '/parallelism',
    `the scheduler places the ${nodes} pods of a group one by one: with too few free nodes a leader holds its GPUs and waits`,
    'let Kueue admit the LeaderWorkerSet, or turn on its gang scheduling with Volcano',
  );
  if (groupFabric(node).kind === 'tcp') return;
  ledger.warn(
    'fabric-needs-image',
    '/engine/image',
    `NCCL reaches ${node.fabric.kind} only through a network plugin in the image; without it the group runs over TCP, several times slower`,
    `use an image with the plugin (for EFA: libfabric and aws-ofi-nccl) and look for it in NCCL_DEBUG=INFO`,
  );
}
