import { type VersionedRow, valueAt } from '../by-version';

/** What `vllm serve --enable-lora` assumes for flags that are left out. */
export const loraDefaults = { maxLoras: 1, maxRank: 16, source: 'vLLM documentation' } as const;

const expertRows: readonly VersionedRow<boolean>[] = [
  { since: '0.8', value: false, source: 'vllm-project/vllm#20932' },
  { since: '0.11.2', value: true, source: 'vllm-project/vllm#21229, huggingface/trl#4584' },
];

/** Whether routed experts have slots for adapters; every adapted layer has them from the start. */
export function adaptsExperts(version: string): boolean {
  return valueAt(expertRows, version) ?? true;
}
