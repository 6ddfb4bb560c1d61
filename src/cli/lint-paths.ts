import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadError } from '../lint/read/reading';

/** A file with its text, as it was named. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

export interface Sources {
  readonly sources: readonly Source[];
  /** Paths that lead to nothing that can be read. */
  readonly errors: readonly ReadError[];
}

/** Files as given, folders with all their YAML and JSON, `-` for standard input; each once. */
export function sourcesOf(paths: readonly string[], stdin: () => string): Sources {
  const sources: Source[] = [];
  const errors: ReadError[] = [];
  const seen = new Set<string>();
  const read = (file: string): void => {
    // A file that is named twice would be two scalers of one target.
    const real = file === '-' ? file : realpathSync(file);
    if (seen.has(real)) return;
    seen.add(real);
    sources.push({ file, text: file === '-' ? stdin() : textOf(file) });
  };
  const attempt = (file: string, action: () => void): void => {
    try {
      action();
    } catch (error) {
      errors.push({ file, message: `cannot be read: ${reason(error)}` });
    }
  };
  for (const path of paths) {
    attempt(path, () => {
      const files = path === '-' || !statSync(path).isDirectory() ? [path] : manifestsIn(path);
      for (const file of files) attempt(file, () => read(file));
    });
  }
  return { sources, errors };
}

const MANIFEST = /\.(ya?ml|json)$/i;

/** In the order of their names, without node_modules and what starts with a dot. */
function manifestsIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return manifestsIn(path);
      return MANIFEST.test(entry.name) && isFile(entry, path) ? [path] : [];
    });
}

/** A link to a folder may lead in circles; one to a file is a file. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** UTF-8, or the UTF-16 that Windows' shells write. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le');
  if (first === 0xfe && second === 0xff) return bytes.swap16().toString('utf16le');
  return bytes.toString('utf8');
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder: check the path; - reads standard input',
    EACCES: 'its permissions forbid it: let this user read it',
    ERR_STRING_TOO_LONG: 'it is too long: split it',
  };
  return known[code ?? ''] ?? message;
}
