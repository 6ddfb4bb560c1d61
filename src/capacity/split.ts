import { type Candidate, engineLimits, groupFabric, requestShape } from './candidate';
import type { Load, ReplicaRates } from './load';
import { maxRate } from './max-rate';
import { GIB } from './memory';

/** What a replica does when another one does the other half of each request. */
export interface SplitRates {
  /** Prompts that one replica reads within the objective, requests per second; 0 where it cannot. */
  readonly prefill: number;
  /** Answers that one replica writes within the objective, requests per second. */
  readonly decode: number;
  /** From the last prompt token to a cache that decodes. */
  readonly transferMs: number;
  /** What a GPU hands over for one request. */
  readonly transferGiB: number;
  readonly linkGBps: number;
  /** Caches that pass the links of a replica, requests per second. */
  readonly throughLinks: number;
}

/** A link that is busier than this queues what it carries. */
const LINK_SHARE = 0.7;

/**
 * The same layout as two pools: one reads prompts and hands the cache over the network between
 * nodes, the other only decodes, so that no prompt lengthens its steps. The first token waits for
 * the cache and for one more step.
 */
export function splitRates(
  candidate: Candidate,
  load: Load,
  { law, slots }: ReplicaRates,
): SplitRates {
  const { node, memory, parallelism } = candidate;
  const limits = engineLimits(candidate);
  const { objectives } = load;
  // What the prefix cache saves to compute is still to be handed over.
  const bytes = memory.kvBytesPerToken * load.inputTokens + memory.stateBytesPerSequence;
  const linkGBps = groupFabric(node).gbps / 8 / node.gpus;
  const transferMs = bytes / (linkGBps * 1e6);
  const nobody = { timeToFirstTokenP95Ms: Infinity, timePerOutputTokenP95Ms: Infinity };
  const prefill = maxRate(
    law,
    { ...requestShape(load), outputTokens: 1 },
    limits,
    {
      ...nobody,
      timeToFirstTokenP95Ms:
        objectives.timeToFirstTokenP95Ms - transferMs - objectives.timePerOutputTokenP95Ms,
    },
    { ...slots, limit: memory.maxNumSeqs, limitedBy: 'maxNumSeqs' },
    { timePerOutputToken: Infinity },
  );
  const decode = maxRate(
    law,
    { inputTokens: 0, outputTokens: load.outputTokens, inputVariation: 0 },
    limits,
    { ...nobody, timePerOutputTokenP95Ms: objectives.timePerOutputTokenP95Ms },
    slots,
    { timeToFirstToken: Infinity },
  );
  const throughLinks = ((LINK_SHARE * 1000) / transferMs) * parallelism.data;
  return {
    prefill: Math.min(prefill.requestsPerSecond * parallelism.data, throughLinks),
    decode: Math.min(decode.requestsPerSecond * parallelism.data, throughLinks),
    transferMs,
    transferGiB: bytes / GIB,
    linkGBps,
    throughLinks,
  };
}
