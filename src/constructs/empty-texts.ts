import type { Violation } from '../violations';

/** Required words of a factory that are empty, often an unset variable of the environment. */
export function emptyTexts(given: Readonly<Record<string, unknown>>): Violation[] {
  return Object.entries(given)
    .filter(([, value]) => typeof value !== 'string' || value.trim() === '')
    .map(([path, value]) => ({
      path,
      value,
      allowed: 'a word that is not empty',
      fix: 'state it; an unset variable is empty',
    }));
}
