import { describeViolation, InvalidInput, type Violation } from '../violations';
import { parsed } from './arguments';
import { type CliIo, OK, UNUSABLE } from './io';
import { readRequests } from './requests';

/** A refusal takes the place of its answer. */
export interface Refusal {
  readonly error: { readonly violations: readonly Violation[] };
}

/** A verb that answers each request of a file on its own. */
export interface AnsweringVerb<T> {
  readonly answer: (request: unknown) => T;
  readonly markdown: (answer: T) => string;
  readonly table: (answer: T) => string;
}

const FORMATS = ['table', 'markdown', 'json'];

/** `VERB FILE [--format table|markdown|json]`: a list of requests gives a list of answers. */
export function answerFile<T extends object>(
  verb: AnsweringVerb<T>,
  args: readonly string[],
  io: CliIo,
): number {
  const given = parsed(args, { format: { type: 'string', default: 'table' } }, ['FILE']);
  if (typeof given === 'string') return refuse(io, given);
  const format = given.values.format ?? 'table';
  if (!FORMATS.includes(format)) {
    return refuse(io, `'--format' (${format}) must be one of ${FORMATS.join(', ')}`);
  }
  const file = read(given.positionals[0], io);
  if (!file) return UNUSABLE;
  const entries = file.requests.map((request) => answered(verb, request));
  if (format === 'json') {
    io.out(`${JSON.stringify(file.isList ? entries : entries[0], null, 2)}\n`);
  } else {
    for (const [i, entry] of entries.entries()) {
      print(verb, entry, format, file.isList ? `request ${i + 1}: ` : '', io);
    }
  }
  return entries.some(isRefused) ? UNUSABLE : OK;
}

function answered<T>(verb: AnsweringVerb<T>, request: unknown): T | Refusal {
  try {
    return verb.answer(request);
  } catch (error) {
    if (error instanceof InvalidInput) return { error: { violations: error.violations } };
    throw error;
  }
}

function print<T extends object>(
  verb: AnsweringVerb<T>,
  entry: T | Refusal,
  format: string,
  prefix: string,
  io: CliIo,
): void {
  if (isRefused(entry)) {
    for (const violation of entry.error.violations) {
      io.err(`${prefix}${describeViolation(violation)}\n`);
    }
  } else if (format === 'markdown') io.out(verb.markdown(entry));
  else io.out(`${verb.table(entry)}\n`);
}

function isRefused(entry: object): entry is Refusal {
  return 'error' in entry;
}

function read(path: string, io: CliIo): ReturnType<typeof readRequests> | undefined {
  try {
    return readRequests(path, io);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    io.err(`${error.message}\n`);
    return undefined;
  }
}

function refuse(io: CliIo, message: string): number {
  io.err(`${message}\n`);
  return UNUSABLE;
}
