import { metricName } from '../../engines/vllm/metrics';
import { assumed } from '../service/assumed';
import type { EngineView } from '../view/engine-view';

/** What an idle server of this version writes of its requests in flight, comments included. */
export function idleGaugeLines({
  version = assumed.engineVersion,
  data,
}: EngineView): readonly string[] {
  const families = (['running', 'waiting', 'waitingByReason'] as const).flatMap(
    (signal) => metricName(signal, version) ?? [],
  );
  return families.flatMap((name) => [
    `# HELP ${name} Number of requests.`,
    `# TYPE ${name} gauge`,
    ...ranks(data).flatMap((engine) =>
      reasons(name).map((reason) => `${name}{engine="${engine}",model_name="m"${reason}} 0.0`),
    ),
  ]);
}

/** As many as a finding shows, whatever number somebody wrote. */
const MOST_RANKS = 16;

function ranks(count: number): number[] {
  return Array.from({ length: Math.min(Math.max(1, count), MOST_RANKS) }, (_, rank) => rank);
}

function reasons(name: string): string[] {
  return name.endsWith('_by_reason') ? [',reason="capacity"', ',reason="deferred"'] : [''];
}
