import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InvalidInput, type Violation } from '../../violations';
import { columnsOf, eachCsvRow, firstCells } from './csv-rows';
import { eachJsonRow, jsonFormatOf } from './json-rows';
import { DATES, momentOf } from './time-stamp';
import type { Trace, TraceLine, TraceRow } from './trace';
import { knownFormats, serveGen } from './trace-formats';
import { formatFault } from './unknown-format';

/** What a file does not say itself. */
export interface TraceOptions {
  /** One of the known formats. */
  readonly format?: string;
  /** Date and time of second 0, ISO 8601. */
  readonly start?: string;
}

/** More would hide that the file as a whole is another. */
const SHOWN_LINES = 3;

/** Reads a trace from a file; `pointer` is where its path was stated. */
export function readTrace(path: string, options: TraceOptions = {}, pointer = 'path'): Trace {
  const refuse = refusal(pointer);
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw refuse(path, 'the path of a readable file', `it is looked up from ${process.cwd()}`);
  }
  const each = linesOf(text, options.format);
  if (!each) {
    const fault = formatFault(text, firstCells(text), options.format);
    const stated = options.format ? `of the format ${options.format}` : 'of a known format';
    throw refuse(path, `${stated}: ${knownFormats.join('; ')}`, fault);
  }
  const rows: TraceRow[] = [];
  const faults: TraceLine[] = [];
  each.lines((line) => {
    if (line.row && line.row.clock === (rows[0] ?? line.row).clock) rows.push(line.row);
    else faults.push(line);
  });
  if (faults.length > 0) throw new InvalidInput(faultViolations(faults, path, pointer));
  return traceOf(basename(path), rows, { ...options, format: each.format }, pointer);
}

/** Rows as columns, moved to a stated start. */
export function traceOf(
  source: string,
  rows: readonly TraceRow[],
  { format, start }: TraceOptions,
  pointer = 'path',
): Trace {
  const [first] = rows;
  if (!first) throw refusal(pointer)(source, 'a trace with requests', 'it is empty');
  const origin = start === undefined ? undefined : momentOf(start);
  if (start !== undefined && origin?.clock !== 'utc') {
    throw refusal('start')(start, DATES, 'e.g. 2026-11-23T00:00:00+01:00');
  }
  if (origin && first.clock === 'utc') {
    throw refusal('start')(start, 'left out where the trace has dates', 'leave it out');
  }
  const shift = origin?.seconds ?? 0;
  return {
    source,
    clock: origin ? 'utc' : first.clock,
    seconds: rows.map(({ seconds }) => seconds + shift),
    ...(first.requestsPerSecond === undefined
      ? {}
      : { rates: rows.map(({ requestsPerSecond = Number.NaN }) => requestsPerSecond) }),
    inputTokens: rows.map(({ inputTokens = Number.NaN }) => inputTokens),
    outputTokens: rows.map(({ outputTokens = Number.NaN }) => outputTokens),
    zeroIsGap: format === serveGen.name,
  };
}

interface Lines {
  readonly format: string;
  readonly lines: (take: (line: TraceLine) => void) => void;
}

function linesOf(text: string, stated: string | undefined): Lines | undefined {
  if (text.trimStart().startsWith('{')) {
    const json = jsonFormatOf(text.trimStart().split('\n', 1)[0], stated);
    return json && { format: json.name, lines: (take) => eachJsonRow(text, json, take) };
  }
  const columns = columnsOf(firstCells(text), stated);
  return columns && { format: columns.format, lines: (take) => eachCsvRow(text, columns, take) };
}

function faultViolations(faults: readonly TraceLine[], path: string, pointer: string): Violation[] {
  const shown = faults.slice(0, SHOWN_LINES).map(({ number, value, allowed, row }) => ({
    path: pointer,
    value: `${basename(path)}:${number}`,
    allowed: row ? 'a line whose time counts like that of the first' : (allowed ?? ''),
    fix: value === undefined ? 'complete the line or drop it' : `it says ${JSON.stringify(value)}`,
  }));
  const more = faults.length - shown.length;
  if (more === 0) return shown;
  const [last] = shown.slice(-1);
  return [...shown.slice(0, -1), { ...last, fix: `${last.fix}; and ${more} more such lines` }];
}

function refusal(pointer: string) {
  return (value: unknown, allowed: string, fix: string): InvalidInput =>
    new InvalidInput([{ path: pointer, value, allowed, fix }]);
}
