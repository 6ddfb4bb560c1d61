import type { Json } from '../view/place';
import type { ReadError } from './reading';
import { splitDocuments } from './split-documents';
import { parseYaml } from './yaml';

export interface ParsedDocument {
  /** Position in the file, from 0. */
  readonly index: number;
  readonly text: string;
  readonly content: Json;
}

export interface ParsedFile {
  readonly documents: readonly ParsedDocument[];
  readonly errors: readonly ReadError[];
}

/** A file of more is no manifest: etcd stores objects of 1.5 MB. */
const MOST_CHARACTERS = 64e6;

/** The documents of a file; a broken one costs only itself. */
export function parseFile(file: string, text: string): ParsedFile {
  const problem = unreadable(text);
  if (problem) return { documents: [], errors: [{ file, line: 1, column: 1, message: problem }] };
  const documents: ParsedDocument[] = [];
  const errors: ReadError[] = [];
  const language = /\.json$/i.test(file) ? 'JSON' : 'YAML';
  splitDocuments(text.replace(/^\uFEFF/, '')).forEach((part, index) => {
    const parsed = parseYaml(part.text, language);
    if ('content' in parsed) documents.push({ index, text: part.text, content: parsed.content });
    else errors.push({ ...parsed, file, line: parsed.line + part.firstLine });
  });
  return { documents, errors };
}

function unreadable(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) {
    const size = `${Math.round(text.length / 1e6)} MB`;
    return `the file has ${size}, more than the ${MOST_CHARACTERS / 1e6} MB that are read: split it`;
  }
  return text.includes('\u0000')
    ? 'the file holds NUL characters, so it is binary or not UTF-8: convert it to UTF-8'
    : undefined;
}
