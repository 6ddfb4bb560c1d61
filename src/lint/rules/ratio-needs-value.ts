import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isDivided } from '../signal/division';
import { quantityKind } from '../signal/kind';
import { mostAsked } from '../signal/reach';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { askedTable, assuming } from '../signal/shown';
import type { ScalerView } from '../view/scaler-view';

export const ratioNeedsValue: Rule = {
  id: 'R5',
  name: 'ratio-needs-value',
  severity: 'error',
  sentence: 'A ratio or a latency is scaled by Value, a total over the fleet by AverageValue.',
  why: 'Under AverageValue, which is the default of KEDA, the replicas asked for are the value divided by the threshold, whatever runs. A ratio between 0 and 1 never asks for more than a few, and a latency may ask for fewer replicas in the middle of a breach.',
  fix: 'set metricType: Value on the trigger, beside "metadata", or ask for a sum with a target per replica',
  source:
    'kubernetes pkg/controller/podautoscaler/replica_calculator.go; mitodl/ol-infrastructure#5304; EclipseFdn/open-vsx.org#10893; measured with Kubernetes 1.36',
  check: (view) => [
    ...scalingQueries(view).flatMap((query) => [...intensive(query), ...total(query)]),
    ...view.scalers.flatMap(totalOfAdapter),
  ],
};

/** A ratio asks for a handful at most; a latency grows with what waits, without end. */
const BOUNDED_MOST = 5;

function intensive(query: ScalingQuery): Problem[] {
  const { trigger, expr, scaler, model } = query;
  if (trigger.metricType.value !== 'AverageValue' || isDivided(expr)) return [];
  if (quantityKind(query) !== 'intensive') return [];
  const most = mostAsked(query);
  const [min, max] = [scaler.minReplicas.value, scaler.maxReplicas.value];
  const asks = `asks for ceil(value / ${trigger.threshold?.value}) replicas, whatever runs`;
  const isBounded = most !== undefined && most <= BOUNDED_MOST;
  const isEnough = isBounded && most >= max;
  const never = !isBounded
    ? ', and for fewer than run in the middle of a breach'
    : isEnough
      ? `: ${most} at most, which is the maximum today and no more than that`
      : `: ${most} at most, so it can never take the service beyond ${Math.max(most, min)}`;
  const larger = Math.min(max, Math.max(2 * min, 6));
  const fleets = [...new Set([Math.max(1, min), larger, max])];
  const lastsSeconds = isBounded ? model.coldStartSeconds : 10;
  return [
    {
      ...trigger.metricType,
      ...(isEnough && { severity: 'warning' as const }),
      message: `the query answers with the same number on any fleet, and under AverageValue it ${asks}${never}${assuming(query)}`,
      arithmetic: askedTable(
        query,
        fleets.map((replicas) => ({ replicas, load: 1.5, lastsSeconds })),
      ),
    },
  ];
}

function total(query: ScalingQuery): Problem[] {
  const { trigger, scaler, model } = query;
  if (trigger.metricType.value !== 'Value' || quantityKind(query) !== 'total') return [];
  const [min, max] = [Math.max(1, scaler.minReplicas.value), scaler.maxReplicas.value];
  const fleets = [...new Set([min, Math.min(max, 2 * min), Math.min(max, 4 * min)])];
  return [
    {
      ...trigger.metricType,
      severity: 'warning',
      message: `the query is a total, and Value multiplies its excess over ${trigger.threshold?.value} by the replicas that run: the larger the fleet, the more it asks for under the same load on each${assuming(query)}`,
      arithmetic: askedTable(
        query,
        fleets.map((replicas) => ({ replicas, load: 1.2, lastsSeconds: model.requestSeconds })),
      ),
      fix: 'drop metricType, or set AverageValue, with the target of one replica as the threshold',
    },
  ];
}

/** What adds up over pods, in the spelling of engines and of adapters. */
const COUNTED = /num_requests_(waiting|running)|num_(queue|running)_reqs|tgi_queue_size/;

/** A metric of an object or from outside is one number for the fleet, and cannot be asked here. */
function totalOfAdapter({ kind, triggers }: ScalerView): Problem[] {
  return triggers.flatMap(({ type, metric, metricType, threshold }) => {
    const isOne = kind === 'hpa' && (type === 'Object' || type === 'External');
    const isCounted = metric !== undefined && COUNTED.test(metric.value);
    if (!isOne || !isCounted || metricType.value !== 'Value' || !threshold) return [];
    const asked = (replicas: number): number => Math.ceil(replicas * 4);
    return [
      {
        ...metricType,
        severity: 'warning',
        message: `${metric.value} of ${type === 'Object' ? 'an object' : 'an adapter'} is a total, and Value multiplies its excess over ${threshold.value} by the replicas that run: what waits while they load multiplies the fleet at every look`,
        arithmetic: {
          columns: ['replicas', 'value', 'target', 'asks for'],
          rows: [1, 4, 16].map((replicas) => [
            replicas,
            4 * threshold.value,
            threshold.value,
            asked(replicas),
          ]),
        },
        fix: 'use AverageValue with the target of one replica, or a metric of type Pods',
      },
    ];
  });
}
