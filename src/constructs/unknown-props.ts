import { guess, type Violation } from '../violations';

/** Complete by the compiler: a prop that is added without its name does not compile. */
export type PropNames<T> = { readonly [K in keyof Required<T>]: true };

/** `tsx` runs a program without checking its types, and a misspelt prop would change nothing. */
export function unknownProps(
  props: object | undefined,
  known: Readonly<Record<string, true>>,
  prefix = '',
): Violation[] {
  return Object.entries(props ?? {})
    .filter(([key, value]) => value !== undefined && !Object.hasOwn(known, key))
    .map(([key, value]) => {
      const { listed, fix } = guess(key, Object.keys(known), 'leave it out');
      return {
        path: `${prefix}${key}`,
        value,
        allowed: `a known prop (${listed})`,
        fix,
      };
    });
}
