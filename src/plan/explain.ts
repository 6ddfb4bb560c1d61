import type { Evidence } from '../capacity/answer';
import { round } from '../capacity/ledger';
import { guess, InvalidInput } from '../violations';

/** Value, formula, source and band of one quantity, a line each. */
export function explainQuantity(evidence: readonly Evidence[], quantity: string): string {
  const found = evidence.find((entry) => entry.quantity === quantity);
  if (!found) {
    const known = evidence.map((entry) => entry.quantity);
    const { listed, fix } = guess(quantity, known, 'choose one of its evidence');
    throw new InvalidInput([
      {
        path: 'quantity',
        value: quantity,
        allowed: `one of the plan's quantities (${listed})`,
        fix,
      },
    ]);
  }
  const { value, unit, kind, formula, source, low, high } = found;
  const band =
    low === undefined || high === undefined
      ? []
      : [`between ${round(low)} and ${round(high)} ${unit}`];
  return [`${quantity} = ${round(value)} ${unit} (${kind})`, formula, ...band, source].join('\n  ');
}
