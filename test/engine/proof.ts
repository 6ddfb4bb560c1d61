import type { Installation } from './install';
import type { Replicas } from './replicas';
import type { Results } from './results';
import type { RenderedService } from './service';

/** What every part of the proof works with. */
export interface Proof {
  readonly results: Results;
  readonly engine: Installation;
  readonly service: RenderedService;
  readonly replicas: Replicas;
  /** For files of the run, removed after it. */
  readonly folder: string;
}
