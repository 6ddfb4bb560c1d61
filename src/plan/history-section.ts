import type { FleetSizes } from '../capacity/fleet';
import { type Ledger, round } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { PlanInputs } from '../capacity/resolve';

const DAY = 86_400;
/** Requests that are counted by us are counted by the minute. */
const FINE_BIN = 60;

/** What the trace gains in a time to scale, which stands for a ramp. */
export function historyEvidence(
  { history }: PlanInputs,
  { growth }: Load,
  sizes: FleetSizes,
  ledger: Ledger,
): void {
  if (!history || growth.kind !== 'measured') return;
  ledger.settle('/traffic/growthRequestsPerSecond', sizes.growth, {
    unit: 'requests/s',
    kind: 'measured',
    formula: `99th percentile of what the trace gains while a replica starts: ${growth.horizons.map(({ minutes, p99 }) => `${round(p99)} in ${minutes} min`).join(', ')}`,
    source: history.source,
  });
}

/** What a trace does not show. */
export function historyWarnings({ request, history }: PlanInputs, ledger: Ledger): void {
  if (!history) return;
  const { spanSeconds, binSeconds, source } = history;
  if (spanSeconds < DAY) {
    ledger.warn(
      'trace-shorter-than-a-day',
      '/traffic/history',
      `${source} spans ${round(spanSeconds / 60)} minutes: its peak and its mean are those of that time, and the quietest hour is assumed`,
      'give a trace of a week or more, or state peak and mean beside it',
    );
  }
  if (binSeconds <= FINE_BIN || request.traffic?.peakRequestsPerSecond !== undefined) return;
  ledger.warn(
    'trace-bins-hide-bursts',
    '/traffic/history',
    `${source} has means of ${round(binSeconds / 60)} minutes; of Azure's ten-minute means in 2024 the busiest minute had 1.20 (conversation) to 1.35 (code) times as much (p95)`,
    'give a trace of single requests or of minutes, or state the peak',
  );
}
