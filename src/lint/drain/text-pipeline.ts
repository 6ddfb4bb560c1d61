import type { RE2JS } from 're2js';

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
  const given = args.filter(
    (arg, at) => !/^-/.test(arg) && !(at > 0 && /^-[ABCm]$/.test(args[at - 1])),
  );
  // Who only asks whether there is a line has one answer.
  if (/[qclL]/.test(options) || given.length === 0) return undefined;
  const key = `${options} ${given[0]}`;
  if (!patterns.has(key)) patterns.set(key, compiled(given[0], options));
  const pattern = patterns.get(key);
  if (pattern === undefined) return undefined;
  return options.includes('o')
    ? lines.flatMap((line) => firstMatch(pattern, line) ?? [])
    : lines.filter((line) => pattern.matcher(line).find() !== options.includes('v'));
}

function firstMatch(pattern: RE2JS, line: string): string | undefined {
  const matcher = pattern.matcher(line);
  return matcher.find() ? (matcher.group() ?? undefined) : undefined;
}

/** RE2, as a pattern of a manifest may be one that takes for ever. */
function compiled(pattern: string, options: string): RE2JS | undefined {
  const { RE2JS } = require('re2js') as typeof import('re2js');
  const escaped = (text: string): string => text.replace(/[{}()|+?]/g, '\\$&');
  const source = options.includes('F')
    ? RE2JS.quote(pattern)
    : /[EP]/.test(options)
      ? // A brace that counts nothing is a brace.
        pattern.replace(/\{(?!\d)/g, '\\{').replace(/(?<!\d)\}/g, '\\}')
      : pattern
          .split(/(\\[{}()|+?])/)
          .map((part, at) => (at % 2 === 1 ? part[1] : escaped(part)))
          .join('');
  try {
    return RE2JS.compile(source);
  } catch {
    return undefined;
  }
}

/** Charts write the same hook into every server. */
const patterns = new Map<string, RE2JS | undefined>();

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

/** Pipelines of a script: between its commands, and inside of what it substitutes. */
export function commandsOf(script: string): string[] {
  const text = script.slice(0, MOST_CHARACTERS).replaceAll('\\\n', ' ');
  const parts = [''];
  let isSingle = false;
  // One for each `$(` that is open: whether double quotes are open in it.
  const isDouble = [false];
  for (let at = 0; at < text.length; at++) {
    const [one, two] = [text[at], text.slice(at, at + 2)];
    const inner = isDouble.length - 1;
    if (one === "'" && !isDouble[inner]) isSingle = !isSingle;
    if (one === '"' && !isSingle) isDouble[inner] = !isDouble[inner];
    const isOpening = !isSingle && two === '$(';
    const isPlain = !isSingle && !isDouble[inner];
    const isClosing = isPlain && one === ')' && inner > 0;
    const isEnd = isPlain && (two === '&&' || two === '||' || /[;\n`]/.test(one));
    if (isOpening) isDouble.push(false);
    if (isClosing) isDouble.pop();
    if (isOpening || isClosing || isEnd) parts.push('');
    else parts[parts.length - 1] += one;
    if (isOpening || (isEnd && !/[;\n`]/.test(one))) at++;
  }
  return parts;
}

/** Longer scripts are programs of their own. */
const MOST_CHARACTERS = 65_536;

function splitOutsideQuotes(text: string, separator: string): string[] {
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
