import { engineDefaults } from '../../engines/vllm/defaults';
import { assumed } from '../service/assumed';
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

/** The replica of a service; of one of which nothing is known without it. */
export function replicaModel(service: ServiceView | undefined): ReplicaModel {
  return (service?.plan && planned(service)) ?? supposed(service);
}

function planned(service: ServiceView): ReplicaModel | undefined {
  const { plan } = service;
  const prediction = plan?.speed?.prediction;
  if (!plan?.replica || !plan.fleet) return undefined;
  const slots = Math.max(1, plan.replica.inFlightLimit);
  const tokenSeconds = (prediction?.timePerOutputTokenMs ?? 1000 * assumed.tokenSeconds) / 1000;
  const firstTokenSeconds =
    (prediction?.timeToFirstTokenMs ?? 1000 * assumed.firstTokenSeconds) / 1000;
  // Fewer than one in flight is a whole one now and then.
  const inFlight = Math.max(1, plan.replica.inFlightAtObjective);
  const requestSeconds = inFlight / plan.replica.maxRequestsPerSecond;
  return {
    inputTokens: assumed.inputTokens,
    outputTokens: assumed.outputTokens,
    slots,
    tokenSeconds,
    firstTokenSeconds,
    requestSeconds,
    coldStartSeconds: plan.coldStart.seconds,
    assumed: [],
  };
}

function supposed(service: ServiceView | undefined): ReplicaModel {
  const stated = service?.pods[0]?.server?.engine?.maxNumSeqs;
  const { inputTokens, outputTokens, tokenSeconds, firstTokenSeconds, coldStartSeconds } = assumed;
  const requestSeconds = firstTokenSeconds + outputTokens * tokenSeconds;
  const slots = stated ?? engineDefaults(assumed.engineVersion, assumed.device).maxNumSeqs;
  return {
    slots,
    requestSeconds,
    inputTokens,
    outputTokens,
    tokenSeconds,
    firstTokenSeconds,
    coldStartSeconds,
    assumed: [
      ...(stated === undefined ? [`${slots} slots a replica`] : []),
      `requests of ${requestSeconds.toFixed(0)} s`,
      `a cold start of ${coldStartSeconds} s`,
    ],
  };
}
