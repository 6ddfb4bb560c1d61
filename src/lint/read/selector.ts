import type { JsonObject } from '../view/place';
import { list, map, text, texts } from './json';

type Labels = Readonly<Record<string, string>>;

/** Whether a `LabelSelector` takes these labels; an empty one takes all. */
export function selects(selector: JsonObject, labels: Labels): boolean {
  const wanted = texts(map(selector, 'matchLabels'));
  const expressions = list(selector, 'matchExpressions');
  return has(labels, wanted) && expressions.every((each) => holds(each, labels));
}

/** Whether the plain selector of a Service takes these labels; an empty one takes none. */
export function takes(selector: Labels, labels: Labels): boolean {
  return Object.keys(selector).length > 0 && has(labels, selector);
}

function has(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
  );
}

function holds(expression: Parameters<typeof text>[0], labels: Labels): boolean {
  const key = text(expression, 'key') ?? '';
  const values = list(expression, 'values').map(String);
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (text(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
