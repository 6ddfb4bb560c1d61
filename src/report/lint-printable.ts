/** Manifests are of others: what a terminal would obey is shown as a character. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => (/[\t\n]/.test(one) ? ' ' : '�'));
}
