import { parseAllDocuments } from 'yaml';
import { exampleNames, expectedFolder, readFiles } from '../../tools/examples';

/** Fields of an object whose kind decides what they are. */
// biome-ignore lint/suspicious/noExplicitAny: a wire object has no type below its first level
export type WireObject = Record<string, any>;

/** The objects of every example as rendered, by the name of the example. */
export function exampleObjects(): [example: string, objects: WireObject[]][] {
  return exampleNames().map((example) => [example, objectsOf(expectedFolder(example))]);
}

function objectsOf(folder: string): WireObject[] {
  return Object.entries(readFiles(folder))
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS()));
}
