/** Requests per second, as a function of the seconds since the load began. */
export type RateCurve = (seconds: number) => number;

export function constant(requestsPerSecond: number): RateCurve {
  return () => requestsPerSecond;
}

export const idle = constant(0);

/** From one rate to another in so many seconds, and on at that. */
export function ramp(from: number, to: number, seconds: number): RateCurve {
  return (at) => from + (to - from) * Math.min(1, Math.max(0, at / seconds));
}

/** Each rate from its second on; nothing before the first. */
export function steps(...rates: readonly (readonly [since: number, rate: number])[]): RateCurve {
  return (at) => rates.filter(([since]) => since <= at).at(-1)?.[1] ?? 0;
}

/** A rate that jumps to another at a second, and back after a while. */
export function surge(
  usual: number,
  during: number,
  { since, seconds }: { readonly since: number; readonly seconds: number },
): RateCurve {
  return steps([0, usual], [since, during], [since + seconds, usual]);
}
