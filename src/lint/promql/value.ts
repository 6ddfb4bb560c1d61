import type { Sample } from './series';

/** What a part of a query is while it is played. */
export type Value =
  | { readonly kind: 'vector'; readonly samples: readonly Sample[] }
  | { readonly kind: 'range'; readonly samples: readonly RangeSample[]; readonly seconds: number }
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string };

/** A series over a while: its last value, and how fast it grows where that is known. */
export interface RangeSample extends Sample {
  readonly ratePerSecond?: number;
}

/** PromQL that is not played here, or whose answer is an error of Prometheus. */
export class Unplayed extends Error {}

export function vector(samples: readonly Sample[]): Value {
  return { kind: 'vector', samples };
}

export function scalar(value: number): Value {
  return { kind: 'scalar', value };
}

export function samplesOf(value: Value | undefined): readonly Sample[] {
  if (value?.kind === 'vector') return value.samples;
  throw new Unplayed('a vector is missing');
}

export function numberOf(value: Value | undefined): number {
  if (value?.kind === 'scalar') return value.value;
  throw new Unplayed('a number is missing');
}

export function textOf(value: Value | undefined): string {
  if (value?.kind === 'string') return value.value;
  throw new Unplayed('a string is missing');
}
