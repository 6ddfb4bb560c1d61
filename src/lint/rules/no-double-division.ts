import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isDivided } from '../signal/division';
import { quantityKind } from '../signal/kind';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { askedTable, assuming } from '../signal/shown';

export const noDoubleDivision: Rule = {
  id: 'R6',
  name: 'no-double-division',
  severity: 'error',
  sentence: 'What AverageValue divides by the replicas is not an average already.',
  why: 'AverageValue divides the value by the threshold to get replicas: it wants the total of the fleet. An average, a maximum or a quotient by the number of pods is the share of one replica, and asks for a number that does not depend on how many run.',
  fix: 'write sum( … ) and keep the threshold as the target of one replica',
  source: 'kedacore/keda#5781; mitodl/ol-infrastructure#5304; replica_calculator.go',
  check: (view) => scalingQueries(view).flatMap(problems),
};

function problems(query: ScalingQuery): Problem[] {
  const { trigger, expr, scaler, model } = query;
  if (trigger.metricType.value !== 'AverageValue' || !isDivided(expr)) return [];
  if (quantityKind(query) !== 'intensive') return [];
  const [min, max] = [Math.max(1, scaler.minReplicas.value), scaler.maxReplicas.value];
  const fleets = [...new Set([min, Math.min(max, 2 * min), Math.min(max, 4 * min)])];
  const lastsSeconds = model.requestSeconds;
  return [
    {
      ...query.query,
      message: `the query is the share of one replica, and AverageValue divides it by ${trigger.threshold?.value} once more: it asks for the same number of replicas whatever runs${assuming(query)}`,
      arithmetic: askedTable(
        query,
        fleets.map((replicas) => ({ replicas, load: 1.5, lastsSeconds })),
      ),
    },
  ];
}
