import { Unplayed } from './value';

/** https://prometheus.io/docs/prometheus/latest/querying/operators */
const ARITHMETIC = new Map<string, (left: number, right: number) => number>([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
  ['^', power],
  ['atan2', Math.atan2],
]);

const COMPARISON = new Map<string, (left: number, right: number) => boolean>([
  ['==', (left, right) => left === right],
  ['!=', (left, right) => left !== right],
  ['>', (left, right) => left > right],
  ['<', (left, right) => left < right],
  ['>=', (left, right) => left >= right],
  ['<=', (left, right) => left <= right],
]);

export const isComparison = (op: string): boolean => COMPARISON.has(op);

/** The value of arithmetic; of a comparison the left value where it holds, or with `bool` 1 or 0. */
export function operate(
  op: string,
  isBool: boolean,
  left: number,
  right: number,
): number | undefined {
  const compare = COMPARISON.get(op);
  if (compare) {
    const holds = compare(left, right);
    if (isBool) return holds ? 1 : 0;
    return holds ? left : undefined;
  }
  const arithmetic = ARITHMETIC.get(op);
  if (!arithmetic) throw new Unplayed(`the operator ${op} is not played`);
  return arithmetic(left, right);
}

/** Go takes 1 to any power as 1 and −1 to an infinite one too; JavaScript calls both NaN. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}
