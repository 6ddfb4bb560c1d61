import { excessOf } from './time-stamp';
import type { TraceLine } from './trace';
import { type JsonFormat, jsonFormats } from './trace-formats';

/** The format of a file by its first line; nothing where it is unknown or not the stated one. */
export function jsonFormatOf(first: string, stated?: string): JsonFormat | undefined {
  const request = parsed(first);
  return jsonFormats.find(
    ({ name, key }) => request !== undefined && key in request && (stated ?? name) === name,
  );
}

/** Every line of a file. */
export function eachJsonRow(
  text: string,
  { ticks }: JsonFormat,
  take: (line: TraceLine) => void,
): void {
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() !== '') take({ number: i + 1, ...rowOf(parsed(line), ticks) });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function rowOf(request: Fields | undefined, ticks: number): Omit<TraceLine, 'number'> {
  if (!request) return { allowed: 'a JSON object' };
  const { timestamp, input_length: input, output_length: output } = request;
  if (!isAmount(timestamp)) return { value: timestamp, allowed: 'a timestamp, 0 or more' };
  const excess = excessOf(timestamp / ticks);
  if (excess > 1)
    return { value: timestamp, allowed: `smaller: divide all timestamps by ${excess}` };
  const broken = [input, output].find((tokens) => tokens !== undefined && !isAmount(tokens));
  if (broken !== undefined) return { value: broken, allowed: 'a number of tokens' };
  return {
    row: {
      seconds: timestamp / ticks,
      clock: 'none',
      inputTokens: input as number | undefined,
      outputTokens: output as number | undefined,
    },
  };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function parsed(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
