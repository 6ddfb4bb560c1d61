import type { Finding } from '../lint/finding';
import { arithmeticLine } from './lint-arithmetic';
import { jsonPointer, objectName } from './lint-finding';

/** A finding without a file, where an error message may be long but has one line. */
export function findingLine({ object, path, ...finding }: Finding): string {
  const { rule, name, message, arithmetic, fix } = finding;
  const numbers = arithmetic ? ` (${arithmeticLine(arithmetic)})` : '';
  const place = `${objectName(object)} ${jsonPointer(object, path)}`;
  return `${rule} ${name}: ${place}: ${message}${numbers}: ${fix}`;
}
