import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { fleetState } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';

export const queryAnswers: Rule = {
  id: 'R65',
  name: 'query-answers',
  severity: 'error',
  sentence: 'With every pod scraped and under load a query answers with a number.',
  why: 'A quantile of buckets that were added up without "le", or an operation between series whose labels differ, has no result at all: no error shows, and the trigger reads nothing or 0 for ever.',
  fix: 'keep "le" in sum by (le) ( … ), and match both sides of an operation with on( … ) or sums',
  source: 'Prometheus documentation of histogram_quantile() and of vector matching',
  check: (view) => scalingQueries(view).flatMap(problems),
};

function problems({ question, model, query }: ScalingQuery): Problem[] {
  if (!question) return [];
  const state = fleetState(model, { replicas: 3, load: 1.2, lastsSeconds: 60 });
  const answer = question.query.answerAt(state);
  if (answer.kind !== 'vector') return [];
  const numbers = answer.samples.filter(({ value }) => Number.isFinite(value));
  if (numbers.length > 0) return [];
  const what = answer.samples.length > 0 ? 'no number (NaN or infinity)' : 'nothing';
  const message = `with three pods scraped and more load than they can answer the query has ${what}: the trigger never fires`;
  return [{ ...query, message }];
}
