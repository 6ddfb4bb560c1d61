import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { assumed } from '../service/assumed';
import { modelScalers, serviceOf } from '../service/of-scaler';
import type { Sited } from '../view/place';
import type { ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

export const pollNotFasterThanScrape: Rule = {
  id: 'R14',
  name: 'poll-not-faster-than-scrape',
  severity: 'warning',
  sentence: 'Who scales looks no more often than there is something new to see.',
  why: 'Prometheus holds the last scrape: the HPA looks every 15 s, KEDA from zero every pollingInterval, and a look between two scrapes sees the old sample. The fleet answers a surge as late as the scrape is, and twice to the same number.',
  fix: 'scrape every 15 s or less',
  source: 'kubernetes --horizontal-pod-autoscaler-sync-period; keda.sh, pollingInterval',
  check: (view) => modelScalers(view).flatMap((scaler) => problems(scaler, view)),
};

/** Of the HPA, whatever KEDA polls. */
const SYNC_SECONDS = assumed.hpaSyncSeconds;

function problems(scaler: ScalerView, view: LintView): Problem[] {
  const queries = scaler.triggers.flatMap(({ query }) => query ?? []);
  const isEngines = queries.some(({ value }) => /\b(vllm|sglang):/.test(value));
  const scrape = quickestScrape(scaler, view);
  if (!isEngines || !scrape) return [];
  const stated = scaler.pollingIntervalSeconds;
  const poll = stated && !stated.isDefault ? stated.value : undefined;
  const looks = Math.min(poll ?? SYNC_SECONDS, SYNC_SECONDS);
  if (looks >= scrape.value) return [];
  const { object, path } = scrape;
  return [
    {
      object,
      path,
      // Who writes no interval has asked for nothing that he does not get.
      severity: poll === undefined ? 'info' : 'warning',
      message: `these metrics are scraped every ${scrape.value} s, and ${poll === looks ? 'KEDA is to poll' : 'the HPA looks at'} them every ${looks} s: ${Math.ceil(scrape.value / looks)} looks see one sample`,
      fix: `set interval: ${SYNC_SECONDS}s`,
    },
  ];
}

/** The monitor of the service; what the site says stands in no manifest. */
function quickestScrape(scaler: ScalerView, view: LintView): Sited<number> | undefined {
  const stated = (serviceOf(view, scaler)?.monitors ?? [])
    .flatMap(({ endpoints }) => endpoints)
    .flatMap(({ intervalSeconds }) => intervalSeconds ?? [])
    .sort((a, b) => a.value - b.value);
  return stated[0];
}
