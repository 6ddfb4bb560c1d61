import { aggregate } from './aggregate';
import type { Expr, Subquery } from './ast';
import { binary } from './binary';
import { call } from './call';
import { revalued } from './label-set';
import { select } from './select';
import type { Answer, Series } from './series';
import { scalar, Unplayed, type Value, vector } from './value';

/** The answer of Prometheus to an instant query while every series stays or grows evenly. */
export function evaluate(expr: Expr, series: readonly Series[]): Answer {
  try {
    const value = play(expr, series);
    if (value.kind === 'vector' || value.kind === 'scalar') return value;
    throw new Unplayed(`a ${value.kind} is no answer`);
  } catch (error) {
    if (error instanceof Unplayed) return { kind: 'unknown', because: error.message };
    throw error;
  }
}

function play(expr: Expr, series: readonly Series[]): Value {
  switch (expr.kind) {
    case 'number':
      return scalar(expr.value);
    case 'string':
      return { kind: 'string', value: expr.value };
    case 'selector':
      return select(expr, series);
    case 'subquery':
      return overSubquery(expr, series);
    case 'call':
      return call(
        expr,
        expr.args.map((argument) => play(argument, series)),
      );
    case 'aggregation': {
      const parameter = expr.parameter && play(expr.parameter, series);
      return aggregate(expr, play(expr.of, series), parameter);
    }
    case 'binary':
      return binary(expr, play(expr.left, series), play(expr.right, series));
    case 'unary':
      return expr.op === '-' ? negative(play(expr.of, series)) : play(expr.of, series);
  }
}

/** The inner value at every step; how fast it grows is known only of a series itself. */
function overSubquery({ of, rangeSeconds }: Subquery, series: readonly Series[]): Value {
  if (of.kind === 'selector') return select({ ...of, rangeSeconds }, series);
  const inner = play(of, series);
  if (inner.kind !== 'vector') throw new Unplayed('a subquery over a number is not played');
  return { kind: 'range', samples: inner.samples, seconds: rangeSeconds };
}

function negative(value: Value): Value {
  if (value.kind === 'scalar') return scalar(-value.value);
  if (value.kind !== 'vector') throw new Unplayed(`a ${value.kind} has no sign`);
  return vector(revalued(value.samples, (sample) => -sample.value));
}
