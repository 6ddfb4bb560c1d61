import type { Departure, Pod } from '../kubelet';
import { sleep } from '../processes';
import type { Proof } from '../proof';
import { inFlight } from '../scrape';
import type { RenderedService } from '../service';
import { ServiceProxy } from '../service-proxy';
import { type Ending, Load, lost, summary } from '../streams';

/** Clients; between two answers a client has nothing in flight. */
const CLIENTS = 220;
const IN_FLIGHT = 200;
const REPLICAS = 3;
/** Tokens of an answer: the 99th percentile that the service states. */
const TOKENS = 100;
/** Routers learn of a deletion this much before the hook stops waiting for them. */
const EARLIER_SECONDS = 5;

/** One of several busy replicas leaves, and nobody notices. */
export async function checkScaleIn({ results, replicas, service }: Proof): Promise<void> {
  const routed = routedSeconds(service);
  let departure: Departure | undefined;
  await results.check(
    `scale-in of 1 of ${REPLICAS} under ${IN_FLIGHT} streams`,
    `at least ${IN_FLIGHT} in flight at deletion, 0 lost, with ${routed} s until routers know`,
    async () => {
      const pods = await replicas.ready(REPLICAS);
      const run = await scaleIn(pods, routed, CLIENTS, IN_FLIGHT);
      departure = run.departure;
      const { endings } = run;
      return {
        passed: run.inFlight >= IN_FLIGHT && run.late > 0 && lost(endings) === 0,
        observed: `${run.inFlight} in flight on ${REPLICAS} engines, ${run.inFlightThere} there, ${run.late} sent there later; ${summary(endings)}`,
      };
    },
  );
  await results.check(
    'scale-in: the pod leaves within its grace',
    `hook ends with 0, exit 0 before ${service.graceSeconds} s, no SIGKILL`,
    () => {
      if (!departure) throw new Error('no pod was deleted');
      const { hookSeconds, hookStatus, seconds, exit, killed } = departure;
      return {
        passed: hookStatus === 0 && exit.code === 0 && !killed && seconds < service.graceSeconds,
        observed: `hook ${hookStatus} after ${hookSeconds.toFixed(1)} s, gone after ${seconds.toFixed(1)} s with ${exit.code ?? exit.signal}`,
      };
    },
  );
}

/** How long a deleted pod is still sent requests. */
export function routedSeconds({ plan }: RenderedService): number {
  return plan.drain.propagationSeconds - EARLIER_SECONDS;
}

export interface ScaleIn {
  readonly endings: readonly Ending[];
  /** Running and waiting when the pod was deleted, by the engines' own gauges. */
  readonly inFlight: number;
  readonly inFlightThere: number;
  /** Requests that still went to the deleted pod. */
  readonly late: number;
  readonly departure: Departure;
}

/** Deletes the first of these pods under load, and keeps the load on until it is gone. */
export async function scaleIn(
  pods: readonly Pod[],
  routedSeconds: number,
  clients: number,
  inFlightAtLeast: number,
): Promise<ScaleIn> {
  const proxy = new ServiceProxy(pods, routedSeconds);
  const port = await proxy.listen();
  const load = new Load(clients, { port, model: 'tiny', tokens: TOKENS, timeoutSeconds: 120 });
  try {
    const counts = await busy(load, pods, inFlightAtLeast);
    const departure = await pods[0].delete();
    const endings = await load.stop();
    const { late } = proxy;
    return { endings, inFlight: sum(counts), inFlightThere: counts[0], late, departure };
  } finally {
    void load.stop();
    proxy.close();
  }
}

/** Waits until every client had an answer, so that phases are mixed, and enough is in flight. */
async function busy(load: Load, pods: readonly Pod[], atLeast: number): Promise<number[]> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const counts = await Promise.all(pods.map((pod) => inFlight(pod.container.port())));
    if (load.endings.length >= load.clients && sum(counts) >= atLeast) return counts;
    if (Date.now() > deadline) throw new Error(`only ${sum(counts)} came to be in flight`);
    await sleep(0.2);
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
