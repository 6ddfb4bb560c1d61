/** One series of Prometheus at one instant, in a steady state or while it grows. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** What `rate()` of it answers: the increase a second of a counter or of a histogram's bucket. */
  readonly ratePerSecond: number;
}

/** What a query answers. */
export type Answer =
  | { readonly kind: 'vector'; readonly samples: readonly Sample[] }
  | { readonly kind: 'scalar'; readonly value: number }
  /** A part of PromQL that is not played here: nothing is said about the query. */
  | { readonly kind: 'unknown'; readonly because: string };

export interface Sample {
  /** Of the metric, where nothing has changed the value. */
  readonly name?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
