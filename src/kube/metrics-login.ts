import type { Violation } from '../violations';

/** The keys of each way in which KEDA logs in to Prometheus. */
const WAYS = [['username', 'password'], ['token'], ['certificate', 'privateKey']] as const;

type LoginKey = (typeof WAYS)[number][number];

/** Half a login, or two. */
export function loginViolations(given: { readonly [key in LoginKey]?: unknown }): Violation[] {
  const begun = WAYS.filter((keys) => keys.some((key) => given[key] !== undefined));
  const halves = begun.flatMap((keys) =>
    keys
      .filter((key) => given[key] === undefined)
      .map((key) => {
        const other = keys.find((one) => one !== key);
        return { path: key, value: undefined, allowed: `given with '${other}'`, fix: 'state both' };
      }),
  );
  if (begun.length < 2) return halves;
  const [[first], ...others] = begun;
  const second = others.map(([key]) => ({
    path: key,
    value: given[key],
    allowed: `left out with '${first}'`,
    fix: 'keep one: KEDA logs in one way',
  }));
  return [...halves, ...second];
}
