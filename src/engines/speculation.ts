/** How often a target model keeps the next drafted token. */
export interface AcceptanceRow {
  /** Method as `--speculative-config` names it. */
  readonly method: string;
  /** Of one drafted token, given that those before it were kept. */
  readonly share: number;
  readonly source: string;
}

const assumed = 'assumed; state engine.speculative.acceptance of your own prompts';

const rows: readonly AcceptanceRow[] = [
  {
    method: 'mtp',
    share: 0.7,
    source:
      'vLLM 0.20 with DeepSeek-V4-Flash on MT-bench: 1.4 to 2.0 times the speed with two drafted tokens; on random tokens none is kept',
  },
  { method: 'eagle3', share: 0.65, source: assumed },
  { method: 'eagle', share: 0.6, source: assumed },
  { method: 'draft_model', share: 0.6, source: assumed },
  { method: 'medusa', share: 0.5, source: assumed },
  { method: 'ngram', share: 0.3, source: assumed },
];

const unknown: AcceptanceRow = { method: 'other', share: 0.5, source: assumed };

/** The row of a method, whatever it is called before and after its name: `deepseek_mtp`. */
export function acceptanceOf(method: string): AcceptanceRow {
  const name = method.toLowerCase().replace('-', '_');
  return rows.find((row) => name.includes(row.method)) ?? unknown;
}
