import type { ColdStartPlan, ZeroPlan } from '../capacity/answer';
import { assumptions } from '../capacity/defaults';
import { type Ledger, round } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';

/** Below this a lull between two requests costs a cold start. */
const SHORTEST_IDLE_SECONDS = 300;

/** The step to zero and back; undefined where it is not stated. */
export function zeroSection(
  { request }: PlanInputs,
  coldStart: ColdStartPlan,
  ledger: Ledger,
): ZeroPlan | undefined {
  const { scaling, platform = {} } = request;
  if (!scaling?.scaleToZero) return undefined;
  const scrape = platform.scrapeIntervalSeconds ?? assumptions.scrapeIntervalSeconds.value;
  const pollingSeconds = Math.ceil(scrape);
  const wakeUpSeconds = ledger.settle(
    '/scaling/zero/wakeUpSeconds',
    Math.ceil(scrape + pollingSeconds + coldStart.seconds),
    {
      unit: 's',
      kind: 'derived',
      formula: `${scrape} s until the request is scraped, ${pollingSeconds} s until KEDA asks, ${round(coldStart.seconds)} s of cold start`,
      source: 'KEDA wakes a service in its own loop; the HPA is off at zero',
    },
  );
  const idleSeconds = idleOf(scaling.scaleToZero.idleSeconds, coldStart, ledger);
  warnOfWait(wakeUpSeconds, platform.gatewayTimeoutSeconds, ledger);
  return { pollingSeconds, idleSeconds, wakeUpSeconds };
}

/** A replica that loads shows no load: what is shorter than a slow start ends it before it serves. */
function idleOf(stated: number | undefined, coldStart: ColdStartPlan, ledger: Ledger): number {
  const { beforeContainerSeconds, inContainerP95ColdCacheSeconds, seconds } = coldStart;
  const slow = Math.ceil(beforeContainerSeconds + inContainerP95ColdCacheSeconds);
  if (stated !== undefined && stated < seconds) {
    ledger.warn(
      'idle-shorter-than-cold-start',
      '/scaling/scaleToZero/idleSeconds',
      `${stated} s without a request remove the replica, a start takes ${round(seconds)} s: a lone request wakes one that goes before it serves`,
      `state at least ${slow} s, or leave it out`,
    );
  }
  return ledger.settle(
    '/scaling/zero/idleSeconds',
    Math.ceil(stated ?? Math.max(SHORTEST_IDLE_SECONDS, slow)),
    {
      unit: 's',
      kind: stated === undefined ? 'derived' : 'stated',
      formula:
        stated === undefined
          ? `the slowest start of twenty, ${slow} s, and at least ${SHORTEST_IDLE_SECONDS} s`
          : 'as stated',
      source: 'a replica that loads shows no load, and its request may be the only one',
    },
  );
}

function warnOfWait(wakeUp: number, gatewayTimeout: number | undefined, ledger: Ledger): void {
  ledger.warn(
    'wakes-from-zero',
    '/scaling/scaleToZero',
    `a request that finds no replica waits ${wakeUp} s, and a Service without pods refuses it at once`,
    'have the front door hold requests that long, or answer 503 with Retry-After',
  );
  if (gatewayTimeout === undefined || gatewayTimeout >= wakeUp) return;
  ledger.warn(
    'wake-exceeds-gateway-timeout',
    '/platform/gatewayTimeoutSeconds',
    `the gateway gives up after ${gatewayTimeout} s, the first request needs ${wakeUp} s`,
    `raise the timeout to ${wakeUp} s, or shorten the cold start`,
  );
}
