import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process, with `stdin` as its standard input. */
export function run(args: readonly string[], stdin = ''): Run {
  const text = { out: '', err: '' };
  const code = main(args, {
    out: (part) => {
      text.out += part;
    },
    err: (part) => {
      text.err += part;
    },
    stdin: () => stdin,
    version: '1.2.3',
  });
  return { code, ...text };
}

/** Files in a folder of their own while `use` runs. */
export function withFiles<T>(files: Record<string, string>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
