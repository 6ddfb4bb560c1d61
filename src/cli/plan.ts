import type { PlanAnswer } from '../capacity/answer';
import { planFor } from '../plan/plan-for';
import { describeViolation, InvalidInput, type Violation } from '../violations';
import { parsed } from './arguments';
import { type CliIo, OK, UNUSABLE } from './io';
import { readRequests } from './requests';

/** An answer takes the place of its request; a refusal does too. */
type Entry = PlanAnswer | { readonly error: { readonly violations: readonly Violation[] } };

const FORMATS = ['table', 'markdown', 'json'];

/** `cdk8s-llm plan FILE [--format table|markdown|json]` */
export function plan(args: readonly string[], io: CliIo): number {
  const given = parsed(args, { format: { type: 'string', default: 'table' } }, ['FILE']);
  if (typeof given === 'string') return refuse(io, given);
  const format = given.values.format ?? 'table';
  if (!FORMATS.includes(format)) {
    return refuse(io, `'--format' (${format}) must be one of ${FORMATS.join(', ')}`);
  }
  const file = read(given.positionals[0], io);
  if (!file) return UNUSABLE;
  const entries = file.requests.map(answer);
  if (format === 'json') {
    io.out(`${JSON.stringify(file.isList ? entries : entries[0], null, 2)}\n`);
  } else {
    for (const [i, entry] of entries.entries()) {
      print(entry, format, file.isList ? `request ${i + 1}: ` : '', io);
    }
  }
  return entries.some(isRefused) ? UNUSABLE : OK;
}

function answer(request: unknown): Entry {
  try {
    return planFor(request);
  } catch (error) {
    if (error instanceof InvalidInput) return { error: { violations: error.violations } };
    throw error;
  }
}

function print(entry: Entry, format: string, prefix: string, io: CliIo): void {
  if (isRefused(entry)) {
    for (const violation of entry.error.violations) {
      io.err(`${prefix}${describeViolation(violation)}\n`);
    }
    return;
  }
  if (format === 'markdown') {
    const { planMarkdown } =
      require('../report/plan-markdown') as typeof import('../report/plan-markdown');
    io.out(planMarkdown(entry));
    return;
  }
  const { planTable } = require('../report/plan-table') as typeof import('../report/plan-table');
  io.out(`${planTable(entry)}\n`);
}

function isRefused(entry: Entry): entry is Extract<Entry, { error: unknown }> {
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
