import { covers } from '../by-version';

/** A value of `--load-format`. */
export interface LoadFormatRow {
  readonly format: string;
  readonly since: string;
  /** What an image must have beside vLLM, where the official one does not. */
  readonly needs?: string;
  /** Reads `s3://`, `gs://` and `az://` itself. */
  readonly readsObjects?: boolean;
  readonly source: string;
}

const always = { since: '0.1', source: 'vllm/model_executor/model_loader, 2026-08' };

export const loadFormatRows: readonly LoadFormatRow[] = [
  { format: 'auto', ...always },
  { format: 'safetensors', ...always },
  { format: 'fastsafetensors', since: '0.8.2', source: 'vllm-project/vllm#10647' },
  {
    format: 'runai_streamer',
    since: '0.6.6',
    readsObjects: true,
    source: 'vllm-project/vllm#10192',
  },
  {
    format: 'runai_streamer_sharded',
    since: '0.8.5',
    readsObjects: true,
    source: 'vllm/model_executor/model_loader, 2026-08',
  },
  {
    format: 'instanttensor',
    since: '0.18',
    needs: 'the package instanttensor, which official CUDA images carry since August 2026',
    source: 'vllm-project/vllm#36139, vllm-project/vllm#52801',
  },
  {
    format: 'tensorizer',
    since: '0.4.1',
    needs: 'the package tensorizer, and weights serialized by it',
    source: 'vllm/model_executor/model_loader, 2026-08',
  },
  {
    format: 'sharded_state',
    since: '0.4.3',
    source: 'vllm/model_executor/model_loader, 2026-08',
  },
];

/** What is known of a loader. */
export function loadFormatRow(format: string): LoadFormatRow | undefined {
  return loadFormatRows.find((row) => row.format === format);
}

/** Whether `vllm serve` of this version knows the loader. */
export function hasLoadFormat(format: string, version: string): boolean {
  const row = loadFormatRow(format);
  return row !== undefined && covers(row, version);
}

/** The loader that weights at this place need, whatever is stated; `auto` elsewhere. */
export function usualLoadFormat(weights: string | undefined): string {
  return weights === 'object-store' ? 'runai_streamer' : 'auto';
}
