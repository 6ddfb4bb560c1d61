export function sum(values: readonly number[]): number {
  return values.reduce((whole, value) => whole + value, 0);
}
