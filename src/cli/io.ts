/** What a verb reads and writes, so that tests need no process. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: () => string;
  /** Version of the package. */
  readonly version: string;
  /** Standard output is a terminal whose user wants colours. */
  readonly colours?: boolean;
}

/** Exit codes: the input was used, something failed in it, it could not be used. */
export const OK = 0;
export const FOUND = 1;
export const UNUSABLE = 2;
