/**
 * A number, or a percentage of `total` as controllers round it: surge and budgets up, what may be
 * unavailable in a roll-out down. Nothing for what is neither.
 */
export function resolveIntOrPercent(
  value: string | number | undefined,
  total: number,
  round: 'up' | 'down',
): number | undefined {
  const text = String(value);
  const [, percent] = /^(\d+)%$/.exec(text) ?? [];
  if (percent === undefined) return /^\d+$/.test(text) ? Number(text) : undefined;
  const share = (Number(percent) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}
