import type { EngineName } from '../view/engine-view';
import type { PortView } from '../view/pod-view';
import type { CommandLine, Word } from './command-line';

/** What of a container and its surroundings tells its engine. */
export interface EngineFacts {
  readonly command: CommandLine;
  readonly variables: ReadonlyMap<string, string>;
  readonly gpus: number;
  /** Something asks it: a port, a probe. */
  readonly isAsked: boolean;
  readonly ports: readonly PortView[];
  /** The plan's release, for an image by digest. */
  readonly plannedVersion?: string;
  readonly given?: GivenEngine;
  /** A controller starts something else than the image's entry point where no command is written. */
  readonly isReplaced?: boolean;
}

/** An engine that a controller starts, with arguments from elsewhere than the container's. */
export interface GivenEngine {
  readonly engine: EngineName;
  /** Before those of the container, of which the last counts. */
  readonly words: readonly Word[];
  readonly isServer: boolean;
  readonly port?: number;
  readonly version?: string;
}
