import { parseAllDocuments } from 'yaml';
import { expectedFolder, readFiles } from '../tools/examples';

export { exampleNames } from '../tools/examples';

/** Fields of an object whose kind decides what they are. */
// biome-ignore lint/suspicious/noExplicitAny: a wire object has no type below its first level
export type WireObject = Record<string, any>;

/** The objects of an example as rendered and reviewed. */
export function exampleObjects(name: string): WireObject[] {
  return Object.entries(readFiles(expectedFolder(name)))
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS()))
    .filter(Boolean);
}
