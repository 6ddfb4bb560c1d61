import type { FleetPlan, RecordingPlan, ReplicaPlan, SignalPlan } from '../capacity/answer';
import { type FleetSizes, mostWaiting } from '../capacity/fleet';
import type { PlanInputs } from '../capacity/resolve';
import { type ForecastInputs, forecastSignal, inFlightRecording } from '../scaling/forecast';
import type { SeriesScope } from '../scaling/promql';

/** What of the plan a forecast follows. */
interface ForecastPlan {
  readonly sizes: FleetSizes;
  readonly fleet: FleetPlan;
  readonly replica: ReplicaPlan;
}

/** The trigger that looks at last week, and the series it looks at; nothing unless it is asked for. */
export function forecastSection(
  { request }: PlanInputs,
  scope: SeriesScope,
  { sizes, fleet, replica }: ForecastPlan,
  timing: Pick<ForecastInputs, 'leadSeconds' | 'intervalSeconds'>,
): { readonly signals: SignalPlan[]; readonly recordings: RecordingPlan[] } {
  const forecast = request.scaling?.forecast;
  if (!forecast) return { signals: [], recordings: [] };
  const inFlightTarget = replica.inFlightScaleTarget;
  const inputs = {
    ...timing,
    inFlightTarget,
    maxWaiting: mostWaiting(sizes, inFlightTarget),
    maxReplicas: fleet.maxReplicas,
    weekOverWeekGrowth: forecast.weekOverWeekGrowth ?? 1,
  };
  return {
    signals: [forecastSignal(scope, inputs)],
    recordings: [inFlightRecording(scope, inputs)],
  };
}
