import { engineDefaults } from '../../engines/vllm/defaults';
import type { ServiceView } from '../view/view';

/** How one replica answers, as far as the manifests tell; the rest is assumed and said. */
export interface ReplicaModel {
  /** Requests that run at once; more wait. */
  readonly slots: number;
  /** Of one request with all slots taken, from its start to its last token. */
  readonly requestSeconds: number;
  readonly firstTokenSeconds: number;
  readonly tokenSeconds: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** From a new pod to its first answer. */
  readonly coldStartSeconds: number;
  /** What stands in no manifest, in words. */
  readonly assumed: readonly string[];
}

// The worked example of the field: 500 tokens in, 300 out at 30 ms, is 9.2 s.
const ASSUMED = { inputTokens: 500, outputTokens: 300, tokenSeconds: 0.03, firstTokenSeconds: 0.2 };

/** An image that is there and weights on a shared disk; a first start takes longer. */
const ASSUMED_COLD_START_SECONDS = 300;

/** The replica of a service; of one of which nothing is known without it. */
export function replicaModel(service: ServiceView | undefined): ReplicaModel {
  return (service?.plan && planned(service)) ?? assumed(service);
}

function planned(service: ServiceView): ReplicaModel | undefined {
  const { plan } = service;
  const prediction = plan?.speed?.prediction;
  if (!plan?.replica || !plan.fleet) return undefined;
  const slots = Math.max(1, plan.replica.inFlightLimit);
  const tokenSeconds = (prediction?.timePerOutputTokenMs ?? 1000 * ASSUMED.tokenSeconds) / 1000;
  const firstTokenSeconds =
    (prediction?.timeToFirstTokenMs ?? 1000 * ASSUMED.firstTokenSeconds) / 1000;
  // Fewer than one in flight is a whole one now and then.
  const inFlight = Math.max(1, plan.replica.inFlightAtObjective);
  const requestSeconds = inFlight / plan.replica.maxRequestsPerSecond;
  return {
    ...ASSUMED,
    slots,
    tokenSeconds,
    firstTokenSeconds,
    requestSeconds,
    coldStartSeconds: plan.coldStart.seconds,
    assumed: [],
  };
}

function assumed(service: ServiceView | undefined): ReplicaModel {
  const stated = service?.pods[0]?.server?.engine?.maxNumSeqs;
  const { firstTokenSeconds, outputTokens, tokenSeconds } = ASSUMED;
  const requestSeconds = firstTokenSeconds + outputTokens * tokenSeconds;
  const slots = stated ?? engineDefaults('0.32.0', { id: 'unknown', memoryGiB: 24 }).maxNumSeqs;
  return {
    ...ASSUMED,
    slots,
    requestSeconds,
    coldStartSeconds: ASSUMED_COLD_START_SECONDS,
    assumed: [
      ...(stated === undefined ? [`${slots} slots a replica`] : []),
      `requests of ${requestSeconds.toFixed(0)} s`,
      `a cold start of ${ASSUMED_COLD_START_SECONDS} s`,
    ],
  };
}
