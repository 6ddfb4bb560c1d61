/** Requests per second, as a function of the seconds since the load began. */
export type RateCurve = (seconds: number) => number;

export function constant(requestsPerSecond: number): RateCurve {
  return () => requestsPerSecond;
}

/** From one rate to another in so many seconds, and on at that. */
export function ramp(from: number, to: number, seconds: number): RateCurve {
  return (at) => from + (to - from) * Math.min(1, Math.max(0, at / seconds));
}

/** Each rate from its second on; nothing before the first. */
export function steps(...rates: readonly (readonly [since: number, rate: number])[]): RateCurve {
  return (at) => rates.filter(([since]) => since <= at).at(-1)?.[1] ?? 0;
}
