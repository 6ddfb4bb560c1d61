import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { PlanRequest } from '../../../src/capacity/request';
import { AnnotationKey } from '../../../src/kube/labels';

const EXAMPLES = resolve(__dirname, '../../../examples');

/** The plan request on every workload of an example as it is rendered. */
export function examplePlans(example: string): PlanRequest[] {
  return renderedFiles(example)
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS()?.metadata?.annotations?.[AnnotationKey.PLAN])
    .filter((plan) => plan !== undefined)
    .map((plan) => JSON.parse(plan));
}

export function exampleNames(): string[] {
  const entries = readdirSync(EXAMPLES, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The manifests of an example, file by file. */
export function renderedFiles(example: string): string[] {
  const folder = join(EXAMPLES, example, 'expected');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8'));
}
