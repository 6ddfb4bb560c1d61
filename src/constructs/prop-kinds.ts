import type { Violation } from '../violations';
import { KINDS, type Kind } from './known-kinds';

type Fields = Readonly<Record<string, unknown>>;

/** Props of another kind than theirs; whoever used them would stumble over a missing method. */
export function kindViolations(props: object | undefined, prefix = ''): Violation[] {
  return Object.entries(KINDS).flatMap(([prop, kind]) =>
    misfits(valueAt(props, prop), kind, `${prefix}${prop}`),
  );
}

/** The props without those of another kind, or of none, so that the others can be judged. */
export function ofTheirKind<T extends object>(props: T): T {
  return Object.keys(KINDS)
    .filter((prop) => {
      const value = valueAt(props, prop);
      return value === null || misfits(value, KINDS[prop], prop).length > 0;
    })
    .reduce((rest, prop) => without(rest, prop.split('.')), props as Fields) as T;
}

function misfits(value: unknown, kind: Kind, path: string): Violation[] {
  if (value === undefined || value === null) return [];
  const { of, write, isList } = kind;
  const fix = `write ${write}`;
  if (!isList) return isOf(value, of) ? [] : [{ path, value, allowed: named(of), fix }];
  if (!Array.isArray(value)) return [{ path, value, allowed: `a list of ${of}`, fix }];
  return value.flatMap((entry, i) =>
    isOf(entry, of) ? [] : [{ path: `${path}[${i}]`, value: entry, allowed: named(of), fix }],
  );
}

// By name, as a program may load two copies of this library or of cdk8s.
function isOf(value: unknown, name: string): boolean {
  if (name === 'string') return typeof value === 'string';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (name === 'object') return true;
  for (let at = Object.getPrototypeOf(value); at; at = Object.getPrototypeOf(at)) {
    if (at.constructor?.name === name) return true;
  }
  return false;
}

function named(of: string): string {
  return /^([aeio]|Llm)/i.test(of) ? `an ${of}` : `a ${of}`;
}

function valueAt(props: object | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Fields | null | undefined)?.[key], props);
}

function without(props: Fields, [key, ...rest]: readonly string[]): Fields {
  const { [key]: part, ...others } = props;
  return rest.length === 0 ? others : { ...others, [key]: without(part as Fields, rest) };
}
