import type { Evidence, PlanWarning } from './answer';
import type { PinRequest } from './request';

/** What is known about a number besides its value. */
export interface Origin {
  readonly unit: string;
  /** Whose word it is: a server's, a source's, arithmetic's, the request's, or nobody's. */
  readonly kind: 'measured' | 'published' | 'derived' | 'stated' | 'assumed';
  /** The formula with its numbers in it. */
  readonly formula: string;
  readonly source: string;
  readonly low?: number;
  readonly high?: number;
}

/** Numbers that a pin may overrule: each is settled in one place and read from there. */
export const pinnable = [
  '/replica/maxRequestsPerSecond',
  '/replica/inFlightScaleTarget',
  '/replica/cpu',
  '/replica/memoryGiB',
  '/fleet/minReplicas',
  '/fleet/maxReplicas',
  '/coldStart/seconds',
  '/probes/startupBudgetSeconds',
  '/drain/propagationSeconds',
  '/drain/engineSeconds',
] as const;

/** Budgets: less than computed is a fault and not a preference. */
const NEEDED = [
  '/probes/startupBudgetSeconds',
  '/drain/propagationSeconds',
  '/drain/engineSeconds',
];

/** Collects where every number of a plan comes from, and applies pins where it is settled. */
export class Ledger {
  public readonly evidence: Evidence[] = [];
  public readonly warnings: PlanWarning[] = [];
  private readonly pins: ReadonlyMap<string, PinRequest>;

  public constructor(pins: readonly PinRequest[] = []) {
    this.pins = new Map(pins.map((pin) => [pin.quantity, pin]));
  }

  /** Records a computed number and gives back the pinned one where there is a pin. */
  public settle(quantity: string, computed: number, origin: Origin): number {
    const pin = this.pins.get(quantity);
    const { unit, kind, formula, source, low, high } = origin;
    if (!pin) {
      this.evidence.push({ quantity, value: computed, unit, kind, formula, source, low, high });
      return computed;
    }
    this.doubt(pin, computed, origin);
    this.evidence.push({
      quantity,
      value: pin.value,
      unit,
      kind: 'pinned',
      formula: `${pin.value}, computed ${round(computed)}, pinned because ${pin.because}`,
      source: `pin; computed by ${formula}`,
    });
    return pin.value;
  }

  private doubt(
    { quantity, value }: PinRequest,
    computed: number,
    { low, high, unit }: Origin,
  ): void {
    const path = `/pins${quantity}`;
    if (NEEDED.includes(quantity) && value < computed) {
      this.warn(
        'pin-below-need',
        path,
        `${value} ${unit} pinned, ${round(computed)} ${unit} are needed: pods are killed or requests cut before they are done`,
        `pin at least ${round(computed)}, or drop the pin`,
      );
    }
    if (high !== undefined && low !== undefined && (value > high || value < low)) {
      this.warn(
        'pin-outside-band',
        path,
        `${value} ${unit} pinned, the plan expects ${round(low)} to ${round(high)} ${unit}`,
        'state the benchmark as measured or calibration instead',
      );
    }
  }

  /** What a quantity is pinned to, for one that must not pass it. */
  public pinned(quantity: string): number | undefined {
    return this.pins.get(quantity)?.value;
  }

  /** Records a value that the request left open. */
  public assume(quantity: string, value: number, unit: string, source: string): number {
    this.evidence.push({
      quantity,
      value,
      unit,
      kind: 'assumed',
      formula: `assumed ${round(value)}`,
      source,
    });
    return value;
  }

  public warn(code: string, path: string, message: string, fix: string): void {
    this.warnings.push({ code, path, message, fix });
  }
}

/** Three significant digits, for sentences. */
export function round(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(Math.abs(value) < 1 && value !== 0 ? 4 : digits)));
}

/** `1 GPU`, `8 GPUs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
