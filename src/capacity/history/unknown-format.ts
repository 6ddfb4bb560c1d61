import { plainName } from './csv-rows';
import { type CsvFormat, csvFormats } from './trace-formats';

/** Longest part of a first line that is shown. */
const SHOWN = 60;

/** What the first line is, and which column keeps it from being that of a format. */
export function formatFault(text: string, cells: readonly string[], stated?: string): string {
  if (text.trim() === '') return 'it is empty';
  const [line] = text.split(/\r?\n/, 1);
  const shown = line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
  const first = `its first line is '${shown}'`;
  const missing = line.startsWith('{') ? undefined : missingColumns(cells, stated);
  const fault = missing ? `${first}, without ${missing}` : first;
  return stated ? fault : `${fault}; or convert it to plain`;
}

/** Of the format that lacks the fewest; only what it needs, as tokens and answers may be missing. */
function missingColumns(cells: readonly string[], stated?: string): string | undefined {
  const names = cells.map(plainName);
  const [closest] = [...csvFormats]
    .reverse()
    .filter(({ name }) => stated === undefined || stated === name)
    .map((format) => ({
      format,
      lacks: needed(format).filter((any) => !names.some((name) => any.includes(name))),
    }))
    .sort((a, b) => a.lacks.length - b.lacks.length);
  if (!closest) return undefined;
  const { format, lacks } = closest;
  const headed = format.header.split(',');
  const called = lacks.map((any) => `'${headed.find((cell) => any.includes(plainName(cell)))}'`);
  return `the ${called.length > 1 ? 'columns' : 'column'} ${called.join(' and ')} of ${format.name}`;
}

function needed({ time, rate, input }: CsvFormat): (readonly string[])[] {
  return [time, rate ?? input];
}
