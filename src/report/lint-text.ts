import type { Severity } from '../lint/finding';
import { arithmeticLine } from './lint-arithmetic';
import { type LocatedFinding, objectName } from './lint-finding';
import { printable } from './lint-printable';

/** Puts a colour around a text, or leaves it as it is. */
export type Paint = (text: string, severity: Severity | 'place') => string;

export const plain: Paint = (text) => text;

// The numbers of ANSI: red, yellow, cyan, and bold for what is no severity.
const SGR = { error: 31, warning: 33, info: 36, place: 1 };

export const coloured: Paint = (text, severity) => `\u001b[${SGR[severity]}m${text}\u001b[0m`;

/** Findings for people. */
export function lintText(findings: readonly LocatedFinding[], paint: Paint): string {
  return findings.map((finding) => findingLines(finding, paint).join('\n')).join('\n\n');
}

const COLUMNS = 100;

/** A finding in at most six lines: where and what, the line, a caret, why, the numbers, the fix. */
export function findingLines(finding: LocatedFinding, paint: Paint): string[] {
  const { object, line, column, severity, rule, name, message, arithmetic, fix } = finding;
  const place = printable(`${object.file}:${line}:${column}`);
  const gutter = String(line).padStart(4);
  const margin = ' '.repeat(gutter.length);
  const { shown, from, length } = excerpt(finding, COLUMNS - gutter.length - ' | '.length);
  return [
    `${paint(place, 'place')} ${paint(severity, severity)} ${rule} ${name} ${printable(objectName(object))}`,
    `${gutter} | ${shown}`,
    `${margin} | ${' '.repeat(from)}${paint('^'.repeat(length), severity)}`,
    `${margin} ${printable(message)}`,
    ...(arithmetic ? [`${margin} ${printable(arithmeticLine(arithmetic))}`] : []),
    `${margin} fix: ${printable(fix)}`,
  ];
}

/** The part of a line around the caret that `room` columns hold. */
function excerpt(
  { text, column, endColumn }: LocatedFinding,
  room: number,
): { shown: string; from: number; length: number } {
  const line = printable(text);
  const start = Math.min(column - 1, line.length);
  const length = Math.max(1, Math.min(endColumn - column, line.length - start));
  if (line.length <= room) return { shown: line, from: start, length };
  // A third of the room is for what leads to the place.
  const first = Math.max(0, Math.min(start - Math.floor(room / 3), line.length - room));
  const last = Math.min(line.length, first + room);
  const [before, after] = [first > 0 ? '…' : '', last < line.length ? '…' : ''];
  return {
    shown: `${before}${line.slice(first + before.length, last - after.length)}${after}`,
    from: start - first,
    length: Math.min(length, last - after.length - start),
  };
}
