import type { Span } from './ast';

/** What Prometheus says no to, and where. */
export class Refused extends Error {
  constructor(
    readonly place: Span,
    because: string,
  ) {
    super(because);
  }
}

/** PromQL that our tree has no word for; nothing is said about such a query. */
export class NotShown extends Error {}
