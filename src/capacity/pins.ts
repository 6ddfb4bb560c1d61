import { guess, type Violation } from '../violations';
import { pinnable } from './ledger';
import type { PinRequest } from './request';

/** Counted in whole pieces; every other pinned quantity may be a fraction. */
const WHOLE = ['/replica/inFlightScaleTarget', '/fleet/minReplicas', '/fleet/maxReplicas'];
/** A drain may be instant; nothing else that can be pinned may be nothing. */
const MAY_BE_ZERO = ['/drain/propagationSeconds', '/drain/engineSeconds'];

/** Pins of unknown quantities, of values no quantity can take, and those that exclude each other. */
export function pinViolations(pins: readonly PinRequest[]): Violation[] {
  return [
    ...pins.flatMap((pin, i) => [
      ...quantityViolations(pin, `/pins/${i}`),
      ...valueViolations(pin, `/pins/${i}`),
      ...repeatViolations(pins, i),
    ]),
    ...boundViolations(pins),
  ];
}

function quantityViolations({ quantity }: PinRequest, path: string): Violation[] {
  if ((pinnable as readonly string[]).includes(quantity)) return [];
  const { fix } = guess(quantity, pinnable, 'choose one of them');
  const allowed = `one of ${pinnable.join(', ')}`;
  return [{ path: `${path}/quantity`, value: quantity, allowed, fix }];
}

function valueViolations({ quantity, value }: PinRequest, path: string): Violation[] {
  const whole = WHOLE.includes(quantity);
  if (whole ? Number.isInteger(value) && value >= 1 : Number.isFinite(value) && value > 0)
    return [];
  if (value === 0 && MAY_BE_ZERO.includes(quantity)) return [];
  const allowed = whole ? 'a whole number of at least 1' : 'more than 0';
  return [{ path: `${path}/value`, value, allowed, fix: 'correct the value or drop the pin' }];
}

function repeatViolations(pins: readonly PinRequest[], i: number): Violation[] {
  const { quantity } = pins[i];
  if (pins.findIndex((pin) => pin.quantity === quantity) === i) return [];
  const path = `/pins/${i}/quantity`;
  return [{ path, value: quantity, allowed: 'pinned once', fix: 'drop one of the two pins' }];
}

function boundViolations(pins: readonly PinRequest[]): Violation[] {
  const at = (quantity: string): number => pins.findIndex((pin) => pin.quantity === quantity);
  const least = pins[at('/fleet/minReplicas')]?.value ?? Number.NEGATIVE_INFINITY;
  const most = pins[at('/fleet/maxReplicas')]?.value ?? Number.POSITIVE_INFINITY;
  if (least <= most) return [];
  return [
    {
      path: `/pins/${at('/fleet/maxReplicas')}/value`,
      value: most,
      allowed: `at least the pinned /fleet/minReplicas (${least})`,
      fix: 'raise the maximum or lower the minimum',
    },
  ];
}
