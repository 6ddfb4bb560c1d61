import { excessOf, momentOf } from './time-stamp';
import type { TraceLine } from './trace';
import { type CsvFormat, csvFormats, serveGen } from './trace-formats';

/** Where in a line the values are. */
interface Columns {
  readonly format: string;
  readonly hasHeader: boolean;
  readonly time: number;
  readonly rate?: number;
  readonly input?: number;
  readonly output?: number;
}

/** The columns of a file by its first line; nothing for a format that is unknown or not stated. */
export function columnsOf(first: readonly string[], stated?: string): Columns | undefined {
  const named = csvFormats
    .filter(({ name }) => stated === undefined || stated === name)
    .flatMap((format) => namedColumns(format, first.map(plainName)) ?? [])[0];
  if (named) return named;
  const isServeGen = first.length >= serveGen.leastCells && [0, 1].every((i) => isNumber(first[i]));
  if (!isServeGen || (stated ?? serveGen.name) !== serveGen.name) return undefined;
  return { format: serveGen.name, hasHeader: false, time: 0, rate: 1 };
}

function namedColumns(format: CsvFormat, names: readonly string[]): Columns | undefined {
  const place = (aliases: readonly string[] = []): number | undefined => {
    const at = names.findIndex((name) => aliases.includes(name));
    return at < 0 ? undefined : at;
  };
  const [time, rate, input, output] = [format.time, format.rate, format.input, format.output].map(
    place,
  );
  const telling = format.rate ? rate : input;
  if (time === undefined || telling === undefined) return undefined;
  return { format: format.name, hasHeader: true, time, rate, input, output };
}

/** A name as formats compare it. */
export const plainName = (cell: string): string => cell.toLowerCase().replace(/[^a-z0-9]/g, '');
const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));

/** Every line of a file but that of names. */
export function eachCsvRow(text: string, columns: Columns, take: (line: TraceLine) => void): void {
  let number = 0;
  parse(text, (cells) => {
    number += 1;
    if (cells.length === 1 && cells[0].trim() === '') return;
    if (columns.hasHeader && number === 1) return;
    take({ number, ...rowOf(cells, columns) });
  });
}

/** The cells of the first line. */
export function firstCells(text: string): string[] {
  let first: string[] | undefined;
  parse(text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1), (cells) => {
    first ??= cells;
  });
  return first ?? [];
}

function parse(text: string, take: (cells: string[]) => void): void {
  // Only who has a trace pays for loading the parser.
  const { parse: papa } = require('papaparse') as typeof import('papaparse');
  papa<string[]>(text, { delimiter: ',', step: ({ data }) => take(data) });
}

type RowOrFault = Omit<TraceLine, 'number'>;

function rowOf(cells: readonly string[], columns: Columns): RowOrFault {
  const { time, rate, input, output } = columns;
  const moment = momentOf(cells[time] ?? '');
  if (!moment) return timeFault(cells[time]);
  const places = [rate, input, output];
  const amounts = places.map((at) => (at === undefined ? undefined : amount(cells[at])));
  const broken = amounts.findIndex(Number.isNaN);
  if (broken >= 0) return { value: cells[places[broken] ?? 0], allowed: 'a number, 0 or more' };
  const [requestsPerSecond, inputTokens, outputTokens] = amounts;
  if (rate !== undefined && requestsPerSecond === undefined) {
    return { value: cells[rate], allowed: 'a rate, 0 or more' };
  }
  return { row: { ...moment, requestsPerSecond, inputTokens, outputTokens } };
}

function timeFault(value: string | undefined): RowOrFault {
  const excess = excessOf(Number(value));
  if (excess > 1) return { value, allowed: `a time in seconds: divide all by ${excess}` };
  return {
    value,
    allowed: 'a time: ISO 8601 from 1970 on, Unix seconds, or seconds after midnight',
  };
}

/** Nothing for an empty cell, NaN for one that is no amount. */
function amount(cell: string | undefined): number | undefined {
  if (cell === undefined || cell.trim() === '') return undefined;
  const value = Number(cell);
  return Number.isFinite(value) && value >= 0 ? value : Number.NaN;
}
