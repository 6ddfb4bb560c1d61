import type { Violation } from '../violations';

/** What the refusal of an address advises. */
export interface AddressAdvice {
  /** An address as it should be. */
  readonly example: string;
  /** Where a login belongs. */
  readonly login: string;
}

const LOGIN = /^(\w+:\/\/)?[^/]*@/;

/** The address as a message may show it. */
export function withoutLogin(address: string): string {
  return address.replace(LOGIN, '$1…@');
}

/** `abfs://container@account` names a place, and no login. */
export function holdsPassword(address: string): boolean {
  return /^[^/]*\/\/[^/]*:[^/]*@/.test(address);
}

/** Why an address is none, or would show a login to whoever reads the manifest. */
export function httpAddressViolations(
  path: string,
  address: string | undefined,
  { example, login }: AddressAdvice,
): Violation[] {
  if (address === undefined) return [];
  const value = withoutLogin(address);
  if (value !== address) {
    const allowed = 'an address without user and password, which a manifest would show';
    return [{ path, value, allowed, fix: login }];
  }
  if (/^https?:\/\/[^\s/]\S*$/.test(address)) return [];
  return [{ path, value, allowed: 'an address with http:// or https://', fix: `e.g. ${example}` }];
}
