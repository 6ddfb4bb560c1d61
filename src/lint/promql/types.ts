import type { Aggregation, Binary, Call, Expr, Selector, Span } from './ast';
import { type Pattern, patternOf } from './pattern';
import { Refused } from './refused';
import { SIGNATURES, type Signature, type Type } from './signatures';

const COMPARISON = new Set(['==', '!=', '>', '<', '>=', '<=']);
const SETS = new Set(['and', 'or', 'unless']);

const WORDS: Readonly<Record<Type, string>> = {
  vector: 'a vector',
  range: 'a range such as [5m]',
  scalar: 'a number',
  string: 'a string',
};

/** What Prometheus checks once it has read a query; nothing where its version decides. */
export function checkTypes(expr: Expr): Type | undefined {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      return selectorType(expr);
    case 'subquery':
      expect(expr.of, 'a subquery', 'vector');
      return 'range';
    case 'unary':
      return expect(expr.of, expr.op, 'scalar', 'vector');
    case 'call':
      return callType(expr);
    case 'aggregation':
      return aggregationType(expr);
    case 'binary':
      return binaryType(expr);
  }
}

function expect(expr: Expr, who: string, ...wanted: readonly Type[]): Type | undefined {
  const type = checkTypes(expr);
  if (type === undefined || wanted.includes(type)) return type;
  const words = wanted.map((one) => WORDS[one]).join(' or ');
  throw new Refused(expr, `${who} takes ${words}, and this is ${WORDS[type]}`);
}

function selectorType(selector: Selector): Type {
  const { name, matchers, rangeSeconds } = selector;
  let isBound = name !== undefined;
  for (const matcher of matchers) {
    const { op, value } = matcher;
    if (op === '=' || op === '!=') {
      isBound ||= (value === '') === (op === '!=');
      continue;
    }
    isBound = patternAt(matcher, value).matches('') === (op === '!~') || isBound;
  }
  if (!isBound) throw new Refused(selector, 'one matcher at least must not match an empty label');
  return rangeSeconds === undefined ? 'vector' : 'range';
}

function patternAt(place: Span, source: string): Pattern {
  try {
    return patternOf(source);
  } catch (error) {
    throw new Refused(place, (error as Error).message);
  }
}

function callType(expr: Call): Type | undefined {
  const { func, args } = expr;
  const signature = SIGNATURES.get(func);
  if (!signature) return undefined;
  const { args: wanted, least, repeats, answer } = signature;
  if (args.length < least || (args.length > wanted.length && !repeats)) {
    throw new Refused(expr, `${func} takes ${countOf(signature)}`);
  }
  args.forEach((argument, index) => {
    expect(argument, func, wanted[Math.min(index, wanted.length - 1)]);
  });
  const pattern = func === 'label_replace' ? args[4] : undefined;
  if (pattern?.kind === 'string') patternAt(pattern, pattern.value);
  return answer;
}

function countOf({ args, least, repeats }: Signature): string {
  if (repeats) return `${least} or more arguments`;
  if (least < args.length) return `${least} or ${args.length} arguments`;
  return least === 1 ? '1 argument' : `${least} arguments`;
}

function aggregationType({ op, of, parameter }: Aggregation): Type {
  if (parameter) expect(parameter, op, op === 'count_values' ? 'string' : 'scalar');
  expect(of, op, 'vector');
  return 'vector';
}

function binaryType(expr: Binary): Type | undefined {
  const { op, isBool, matching, group, include = [] } = expr;
  const wanted: readonly Type[] = SETS.has(op) ? ['vector'] : ['scalar', 'vector'];
  const left = expect(expr.left, op, ...wanted);
  const right = expect(expr.right, op, ...wanted);
  const isOfNumbers = left === 'scalar' && right === 'scalar';
  if (isBool && !COMPARISON.has(op)) throw new Refused(expr, `${op} takes no bool`);
  if (COMPARISON.has(op) && isOfNumbers && !isBool) {
    throw new Refused(expr, `between numbers ${op} takes bool`);
  }
  if (matching?.labels.length && (left === 'scalar' || right === 'scalar')) {
    throw new Refused(matching, `${matching.mode} matches vectors, and one side is a number`);
  }
  if (group && SETS.has(op)) throw new Refused(expr, `${op} takes no group_${group}`);
  const twice = include.find((label) => matching?.mode === 'on' && matching.labels.includes(label));
  if (twice) throw new Refused(expr, `"${twice}" is both in on and in group_${group}`);
  if (isOfNumbers) return 'scalar';
  return left === undefined && right === undefined ? undefined : 'vector';
}
