import type { Arithmetic } from '../lint/finding';

type Cell = number | string;

/**
 * A table in one line. Where text starts its rows: `preStop 600 s | engine 30 s`, with more
 * columns `night: load 0, asks for 2 | peak: …`; else `replicas 1, 2, 4 | asks for 2, 2, 2`.
 */
export function arithmeticLine({ columns, rows }: Arithmetic): string {
  if (!rows.some(([first]) => typeof first === 'string')) {
    return columns
      .map((column, i) => `${column} ${rows.map((row) => shown(row[i])).join(', ')}`)
      .join(' | ');
  }
  const line = columns.length === 2 ? pair : many;
  return rows.map((row) => line(columns, row)).join(' | ');
}

/** What stands behind a number; other titles say what the number is. */
const UNITS = new Set(['s', 'seconds', 'replicas', 'GPUs']);

function pair([, title]: readonly string[], [label, cell]: readonly Cell[]): string {
  const said = typeof cell === 'string' ? cell : titled(title, cell);
  return UNITS.has(title) ? `${label} ${said}` : `${label}: ${said}`;
}

function many([, ...titles]: readonly string[], [label, ...cells]: readonly Cell[]): string {
  const said = cells.flatMap((cell, i) => (cell === '' ? [] : titled(titles[i], cell)));
  return `${label}: ${said.join(', ')}`;
}

/** `12 GPUs`, `at best 202 s` of a column `at best, s`, `asks for 2`. */
function titled(title: string, cell: Cell): string {
  if (UNITS.has(title)) return `${shown(cell)} ${title}`;
  const [name, unit] = title.split(', ');
  return `${name} ${shown(cell)}${unit === undefined ? '' : ` ${unit}`}`;
}

/** A number to as many digits as an argument needs. */
function shown(cell: Cell): string {
  if (typeof cell === 'string' || !Number.isFinite(cell)) return String(cell);
  return String(Math.abs(cell) < 1000 ? Number(cell.toPrecision(4)) : Math.round(cell));
}
