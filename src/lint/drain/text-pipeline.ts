/** Values that a pipeline of a hook reads of some lines; nothing where a part of it is unknown. */
export function valuesRead(
  pipeline: string,
  lines: readonly string[],
): readonly string[] | undefined {
  const commands = splitOutsideQuotes(pipeline, '|').map(wordsOf);
  const first = commands.findIndex(([program]) => FILTERS[program] !== undefined);
  if (first < 0) return undefined;
  let read: readonly string[] | undefined = lines;
  for (const [program, ...rest] of commands.slice(first)) {
    const filter: Filter | undefined = FILTERS[program];
    read = read && filter?.(rest, read);
  }
  return read;
}

type Filter = (args: readonly string[], lines: readonly string[]) => readonly string[] | undefined;

const FILTERS: Readonly<Record<string, Filter>> = {
  grep: (args, lines) => grep(args, lines),
  egrep: (args, lines) => grep(['-E', ...args], lines),
  fgrep: (args, lines) => grep(['-F', ...args], lines),
  awk: (args, lines) => awk(args, lines),
  head: (_, lines) => lines.slice(0, 1),
  tail: (_, lines) => lines.slice(-1),
  sort: (args, lines) => (args.includes('-u') ? [...new Set(lines)] : lines),
  uniq: (_, lines) => [...new Set(lines)],
  paste: (_, lines) => [lines.join('+')],
  bc: (_, lines) => lines,
  cut: (args, lines) => cut(args, lines),
  tr: (_, lines) => lines,
};

/** Basic, extended, Perl's and fixed patterns, as far as hooks use them. */
function grep(args: readonly string[], lines: readonly string[]): readonly string[] | undefined {
  const options = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const patterns = args.filter(
    (arg, at) => !/^-/.test(arg) && !(at > 0 && /^-[ABCm]$/.test(args[at - 1])),
  );
  // Who only asks whether there is a line has one answer.
  if (/[qclL]/.test(options) || patterns.length === 0) return undefined;
  const pattern = compiled(patterns[0], options);
  if (pattern === undefined) return undefined;
  if (options.includes('o')) return lines.flatMap((line) => pattern.exec(line)?.[0] ?? []);
  return lines.filter((line) => pattern.test(line) !== options.includes('v'));
}

function compiled(pattern: string, options: string): RegExp | undefined {
  const escaped = (text: string): string => text.replace(/[{}()|+?]/g, '\\$&');
  const source = options.includes('F')
    ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    : /[EP]/.test(options)
      ? // A brace that counts nothing is a brace.
        pattern.replace(/\{(?!\d)/g, '\\{').replace(/(?<!\d)\}/g, '\\}')
      : pattern
          .split(/(\\[{}()|+?])/)
          .map((part, at) => (at % 2 === 1 ? part[1] : escaped(part)))
          .join('');
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** Sums, fields and a pattern before the braces; nothing of other programs. */
function awk(args: readonly string[], lines: readonly string[]): readonly string[] | undefined {
  const program = args.find((arg) => arg.includes('{')) ?? '';
  if (/\+=|\bprint\s+[a-z]\w*\s*\+/.test(program) || /\bEND\b/.test(program)) return ['0'];
  const [, pattern, body] = /^\s*(?:\/((?:[^/\\]|\\.)*)\/)?\s*\{([^}]*)\}\s*$/.exec(program) ?? [];
  const field = /^\s*print\s+(int\()?\$(\d+|NF)\)?\s*;?\s*$/.exec(body ?? '');
  if (!field) return undefined;
  const matching = pattern === undefined ? lines : grep(['-E', pattern], lines);
  return matching?.map((line) => {
    const parts = line.trim().split(/\s+/);
    const part = (field[2] === 'NF' ? parts.at(-1) : parts[Number(field[2]) - 1]) ?? '';
    return field[1] ? String(Math.trunc(Number(part) || 0)) : part;
  });
}

function cut(args: readonly string[], lines: readonly string[]): readonly string[] | undefined {
  const option = (name: string): string | undefined => {
    const at = args.findIndex((arg) => arg.startsWith(name));
    return at < 0 ? undefined : args[at].slice(name.length) || args[at + 1];
  };
  const field = Number(option('-f'));
  if (!Number.isInteger(field)) return undefined;
  return lines.map((line) => line.split(option('-d') ?? '\t')[field - 1] ?? '');
}

/** Words without their quotes. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(
      /'([^']*)'|"((?:[^"\\]|\\.)*)"/g,
      (_, single, double) => single ?? String(double).replace(/\\(["\\$`])/g, '$1'),
    ),
  );
}

/** Parts between a character that stands in no quotes. */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [''];
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
    const isEscaped = character === '\\' && quote !== "'";
    if (quote === '' && character === separator) parts.push('');
    else parts[parts.length - 1] += isEscaped ? character + (text[++at] ?? '') : character;
  }
  return parts;
}
