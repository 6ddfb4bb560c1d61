import type { EngineSignal } from '../../engines/vllm/metrics';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { ask } from '../signal/ask';
import { isDivided } from '../signal/division';
import { fleetState } from '../signal/fleet-state';
import { gaugeRates } from '../signal/gauge-rate';
import { quantityKind } from '../signal/kind';
import { everGrows } from '../signal/reach';
import type { ReplicaModel } from '../signal/replica-model';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { askedTable, assuming, rounded } from '../signal/shown';
import type { ScalerView } from '../view/scaler-view';

export const triggerCanFire: Rule = {
  id: 'R64',
  name: 'trigger-can-fire',
  severity: 'error',
  sentence: 'Some load that the fleet can meet makes a trigger ask for more than runs.',
  why: 'A threshold above what a replica can ever show is never passed: the engine runs at most its slots at once, and a cache is never more than full. The trigger looks configured and is dead.',
  fix: 'set the threshold to what one replica has when it is as busy as its objectives allow',
  source: 'defilantech/LLMKube#482; kubernetes pkg/controller/podautoscaler/replica_calculator.go',
  check: (view) => [...scalingQueries(view).flatMap(problems), ...view.scalers.flatMap(outOfRange)],
};

/** Signals with a bound that is known; thresholds of rates and latencies are a matter of hardware. */
const BOUNDED: ReadonlySet<EngineSignal> = new Set(['running', 'waiting', 'kvCacheUsage'] as const);

/** The most slots that any version gives a replica unasked. */
const MOST_SLOTS = 1024;

function generously(model: ReplicaModel): ReplicaModel {
  const rest = model.assumed.filter((words) => !words.includes('slots'));
  return { ...model, slots: MOST_SLOTS, assumed: [`${MOST_SLOTS} slots a replica`, ...rest] };
}

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
  const generous = isStated ? query : { ...query, model: generously(model) };
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
      ...fixOf(generous, replicas),
    },
  ];
}

/** Of all that a replica can answer: where the next one is due. */
const DUE_AT = 0.8;

function fixOf({ question, model, trigger }: ScalingQuery, replicas: number): Pick<Problem, 'fix'> {
  const answer = question && ask(question, fleetState(model, { replicas, load: DUE_AT }));
  if (answer?.kind !== 'replicas' || answer.value === 0) return {};
  const isTotal = trigger.metricType.value === 'AverageValue';
  const shown = rounded(isTotal ? answer.value / replicas : answer.value);
  return {
    fix: `write a threshold of ${shown} or less, which one replica shows at 80 % of its load`,
  };
}

/** Names of a share of the cache, as engines, adapters and AIBrix spell them. */
const SHARE = /(gpu|kv)_cache_usage_perc|kv_cache_utilization|sglang.token_usage/;

/** A metric of an adapter cannot be asked; a share above 1 is out of reach all the same. */
function outOfRange({ triggers }: ScalerView): Problem[] {
  return triggers.flatMap(({ metric, threshold }) => {
    if (!metric || !threshold || threshold.value <= 1 || !SHARE.test(metric.value)) return [];
    const percent = Number((threshold.value / 100).toPrecision(3));
    return [
      {
        ...threshold,
        message: `${metric.value} is a share from 0 to 1, and the target is ${threshold.value}: even a full cache is ${Number((1 / threshold.value).toPrecision(2))} of it, so this asks for the minimum at any load`,
        fix: percent <= 1 ? `write ${percent}` : 'write a share below 1, such as 0.8',
      },
    ];
  });
}
