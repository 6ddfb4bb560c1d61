import type { Arithmetic } from '../lint/finding';

/**
 * A table in one line. Where text starts its rows: `seconds: preStop 600, engine 30`, with more
 * columns `night: load 0, asks for 2 | peak: …`; else `replicas 1, 2, 4 | asks for 2, 2, 2`.
 */
export function arithmeticLine({ columns, rows }: Arithmetic): string {
  if (rows.some(([first]) => typeof first === 'string')) {
    if (columns.length === 2) {
      return `${columns[1]}: ${rows.map((row) => row.map(shown).join(' ')).join(', ')}`;
    }
    return rows
      .map(([first, ...rest]) => {
        const cells = rest.map((cell, i) => `${columns[i + 1]} ${shown(cell)}`);
        return `${first}: ${cells.join(', ')}`;
      })
      .join(' | ');
  }
  return columns
    .map((column, i) => `${column} ${rows.map((row) => shown(row[i])).join(', ')}`)
    .join(' | ');
}

/** A number to as many digits as an argument needs. */
function shown(cell: number | string): string {
  if (typeof cell === 'string' || !Number.isFinite(cell)) return String(cell);
  return String(Math.abs(cell) < 1000 ? Number(cell.toPrecision(4)) : Math.round(cell));
}
