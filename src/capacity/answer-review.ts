/** Something the cluster must have before the manifests work. */
export interface Requirement {
  /** A CRD, a feature gate, a permission, a node label or a storage class. */
  readonly what: string;
  /** What would not work without it. */
  readonly because: string;
}

/** Where one number comes from. */
export interface Evidence {
  /** JSON pointer into the plan, such as `/memory/kvCacheTokens`. */
  readonly quantity: string;
  /** The number. */
  readonly value: number;
  /** Its unit. */
  readonly unit: string;
  /** `measured`, `published`, `derived`, `assumed` or `pinned`. */
  readonly kind: string;
  /** The formula with its numbers in it. */
  readonly formula: string;
  /** Who says so. */
  readonly source: string;
  /** Lower end of what is likely; left out where it is not known. */
  readonly low?: number;
  /** Upper end of what is likely; left out where it is not known. */
  readonly high?: number;
}

/** What a reviewer should hear about although the plan holds. */
export interface PlanWarning {
  /** Stable name, such as `image-by-tag`. */
  readonly code: string;
  /** JSON pointer into the request, such as `/engine/image`. */
  readonly path: string;
  /** What is the matter. */
  readonly message: string;
  /** The next step. */
  readonly fix: string;
}

/** One worked example of the sizing article. */
export interface TextbookExample {
  /** What it sizes. */
  readonly title: string;
  /** Its arithmetic, line by line. */
  readonly steps: string[];
  /** Its results, in the order of the steps. */
  readonly results: number[];
}

/** The article's own arithmetic, for readers who come from it. */
export interface TextbookView {
  /** Time to first token and all output tokens at the objectives, seconds. */
  readonly durationSeconds: number;
  /** Rate times duration: requests in flight over the service. */
  readonly inFlight: number;
  /** Whole contexts that the KV cache of one pod holds. */
  readonly contextsPerPod: number;
  /** Requests that one pod runs at once. */
  readonly concurrencyPerPod: number;
  /** Pods at a utilization of 0.7. */
  readonly pods: number;
  /** Pods with 30 % on top. */
  readonly podsWithBuffer: number;
  /** The article's worked examples, recomputed from its own inputs. */
  readonly examples: TextbookExample[];
  /** Where the plan differs from the formula, and why. */
  readonly differences: string[];
}
