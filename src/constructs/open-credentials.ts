import type { Violation } from '../violations';

/**
 * Addresses with a user and a password in them: they would stand in a manifest for everybody to
 * read, so not even the message repeats them.
 */
export function openCredentials(
  addresses: Readonly<Record<string, string | undefined>>,
  instead: string,
): Violation[] {
  return Object.entries(addresses).flatMap(([path, address]) => {
    const found = /^(\w+:\/\/)[^/]*@(.*)$/.exec(address ?? '');
    if (!found) return [];
    const [, scheme, rest] = found;
    const allowed = 'an address without user and password, which a manifest would show';
    return [{ path, value: `${scheme}…@${rest}`, allowed, fix: instead }];
  });
}
