import type { ReadError } from '../lint/read/reading';

/** `a.yaml:2:7`, or the file alone where there is none to look into. */
export function errorPlace({ file, line, column }: ReadError): string {
  return line === undefined ? file : `${file}:${line}:${column}`;
}
