import { type ParseArgsConfig, parseArgs } from 'node:util';
import { guess } from '../violations';

interface Parsed {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Arguments of a verb (`[A]` may be left out, `A…` repeated), or the sentence that says what is wrong with them. */
export function parsed(
  args: readonly string[],
  options: Options,
  positionals: readonly string[],
): Parsed | string {
  const wrong = wrongOption(args, options);
  if (wrong !== undefined) return wrong;
  const result = parseArgs({ args: [...args], options, allowPositionals: true }) as Parsed;
  const needed = positionals.filter((name) => !name.startsWith('[')).length;
  const count = result.positionals.length;
  const most = positionals.at(-1)?.endsWith('…') ? count : positionals.length;
  if (count >= needed && count <= most) return result;
  return `expected ${positionals.join(' ')}, got ${count === 0 ? 'nothing' : result.positionals.join(' ')}`;
}

export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/** In our words, as Node's are about its own syntax. */
function wrongOption(args: readonly string[], options: Options): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (!Object.hasOwn(options, name)) return unknown(rawName, Object.keys(options));
    if (options[name].type === 'boolean') {
      if (value !== undefined) return `'${rawName}' takes no value: leave '${value}' out`;
    } else if (value === undefined || (!inlineValue && /^-./.test(value))) {
      return `'${rawName}' needs a value: --help shows which`;
    }
  }
  return undefined;
}

function unknown(given: string, names: readonly string[]): string {
  const said = `'${given}' is no option`;
  const known = names.map((name) => `--${name}`);
  if (known.length === 0) return `${said}, and there are none here: see --help`;
  const { listed, fix } = guess(given, known, 'see --help');
  return `${said} (${listed}): ${fix}${fix.endsWith('?') ? ' See --help' : ''}`;
}
