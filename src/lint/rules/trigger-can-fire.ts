import type { EngineSignal } from '../../engines/vllm/metrics';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isDivided } from '../signal/division';
import { gaugeRates } from '../signal/gauge-rate';
import { quantityKind } from '../signal/kind';
import { everGrows } from '../signal/reach';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { askedTable, assuming } from '../signal/shown';

export const triggerCanFire: Rule = {
  id: 'R64',
  name: 'trigger-can-fire',
  severity: 'error',
  sentence: 'Some load that the fleet can meet makes a trigger ask for more than runs.',
  why: 'A threshold above what a replica can ever show is never passed: the engine runs at most its slots at once, and a cache is never more than full. The trigger looks configured and is dead.',
  fix: 'set the threshold to what one replica has when it is as busy as its objectives allow',
  source: 'defilantech/LLMKube#482; kubernetes pkg/controller/podautoscaler/replica_calculator.go',
  check: (view) => scalingQueries(view).flatMap(problems),
};

/** Signals with a bound that is known; thresholds of rates and latencies are a matter of hardware. */
const BOUNDED: ReadonlySet<EngineSignal> = new Set(['running', 'waiting', 'kvCacheUsage'] as const);

/** The most slots that any version gives a replica unasked. */
const MOST_SLOTS = 1024;

function problems(query: ScalingQuery): Problem[] {
  const { signals, trigger, scaler, model, expr } = query;
  const isBounded = signals.size > 0 && [...signals].every((signal) => BOUNDED.has(signal));
  const isOthers =
    trigger.metricType.value === 'AverageValue' &&
    (isDivided(expr) || quantityKind(query) === 'intensive');
  if (
    !isBounded ||
    isOthers ||
    gaugeRates(expr).length > 0 ||
    scaler.minReplicas.value >= scaler.maxReplicas.value
  )
    return [];
  const isStated = query.service?.plan || query.service?.pods[0]?.server?.engine?.maxNumSeqs;
  const generous = isStated ? query : { ...query, model: { ...model, slots: MOST_SLOTS } };
  if (everGrows(generous) !== false) return [];
  const replicas = Math.max(1, scaler.minReplicas.value);
  const lastsSeconds = model.coldStartSeconds;
  return [
    {
      ...(trigger.threshold ?? trigger),
      message: `no load makes this trigger ask for more replicas than run: with all slots taken and a queue of one cold start the value stays below ${trigger.threshold?.value} a replica${assuming(generous)}`,
      arithmetic: askedTable(
        generous,
        [1, 2, 3].map((load) => ({ replicas, load, lastsSeconds })),
      ),
    },
  ];
}
