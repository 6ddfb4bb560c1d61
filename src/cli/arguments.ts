import { type ParseArgsConfig, parseArgs } from 'node:util';

interface Parsed {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

/** Arguments of a verb (`[A]` may be left out, `A…` repeated), or the sentence that says what is wrong with them. */
export function parsed(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  positionals: readonly string[],
): Parsed | string {
  let result: Parsed;
  try {
    result = parseArgs({ args: [...args], options, allowPositionals: true }) as Parsed;
  } catch (error) {
    return (error as Error).message;
  }
  const needed = positionals.filter((name) => !name.startsWith('[')).length;
  const count = result.positionals.length;
  const most = positionals.at(-1)?.endsWith('…') ? count : positionals.length;
  if (count >= needed && count <= most) return result;
  return `expected ${positionals.join(' ')}, got ${count === 0 ? 'nothing' : result.positionals.join(' ')}`;
}
