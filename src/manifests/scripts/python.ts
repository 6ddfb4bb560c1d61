/** The command of an exec probe or hook. python3 is in every engine image; curl may be cut out. */
export function python(script: string, ...parameters: (string | number)[]): string[] {
  return ['python3', '-c', script, ...parameters.map(String)];
}
