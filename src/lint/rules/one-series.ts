import type { Problem } from '../finding';
import { valueParts } from '../promql/value-parts';
import { selectorsOf } from '../promql/walk';
import type { Rule } from '../rule';
import { ask } from '../signal/ask';
import { fleetState } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { scopeOf } from '../signal/scope';

export const oneSeries: Rule = {
  id: 'R3',
  name: 'one-series',
  severity: 'error',
  sentence: 'A KEDA query answers with one element, for any number of pods and models.',
  why: 'KEDA reads exactly one element of a vector: for two it reports "returned multiple elements" and scaling stops, often as soon as the second pod is there. A scalar is not read either.',
  fix: 'put sum( … ) or max( … ) around the query, without "by"',
  source: 'kedacore/keda pkg/scalers/prometheus_scaler.go; measured with KEDA 2.21',
  check: (view) => scalingQueries(view).flatMap(problems),
};

function problems(query: ScalingQuery): Problem[] {
  const { question, model, scaler } = query;
  if (scaler.kind !== 'keda') return [];
  if (!question) return scaler.formula ? [] : grouped(query);
  const state = fleetState(model, { replicas: 2, load: 0.5 });
  const alone = ask(question, state);
  if (alone.kind === 'error' && alone.because === 'scalar') return [scalar(query)];
  if (alone.kind === 'error' && alone.because === 'several') return [perPod(query)];
  const scope = query.selectors.some((selector) => scopeOf(selector) === 'cluster')
    ? 'cluster'
    : 'namespace';
  const beside = ask(question, state, { in: scope });
  return beside.kind === 'error' && beside.because === 'several' ? [perModel(query, scope)] : [];
}

/** Labels that a service has several values of. */
const MANY = new Set(
  'pod instance node container gpu uuid device engine handler path method status code le'.split(
    ' ',
  ),
);

/** Of a metric that is not known its grouping still tells; a matcher may leave one value. */
function grouped({ expr, query }: ScalingQuery): Problem[] {
  const [outermost] = valueParts(expr).filter((part) => part.kind === 'aggregation');
  if (outermost?.kind !== 'aggregation' || outermost.grouping?.mode !== 'by') return [];
  const matchers = selectorsOf(outermost).flatMap(({ selector }) => selector.matchers);
  const several = outermost.grouping.labels.find(
    (label) =>
      MANY.has(label.toLowerCase()) &&
      !matchers.some((matcher) => matcher.label === label && matcher.op === '='),
  );
  if (several === undefined) return [];
  const message = `the query answers with a series for each ${several}: with two of them KEDA reports "returned multiple elements", and scaling stops`;
  return [{ ...query, words: several, message }];
}

function scalar({ query }: ScalingQuery): Problem {
  const message = 'the query answers with a scalar, which KEDA cannot read: the trigger fails';
  return { ...query, message, fix: 'write vector( … ) around it' };
}

function perPod({ query }: ScalingQuery): Problem {
  return {
    ...query,
    message:
      'with two pods the query answers with two series or more: KEDA reports "returned multiple elements", and scaling stops there',
  };
}

function perModel({ query }: ScalingQuery, scope: 'cluster' | 'namespace'): Problem {
  const where = scope === 'cluster' ? 'that this Prometheus scrapes' : 'in this namespace';
  const message = `with a second model ${where} the query answers with a series for each: KEDA reports "returned multiple elements", and scaling stops`;
  const fix = 'drop the "by", and match this service by namespace and model_name or pod';
  return { ...query, message, fix, severity: scope === 'cluster' ? 'error' : 'warning' };
}
