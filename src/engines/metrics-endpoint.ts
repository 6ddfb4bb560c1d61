/** Where an engine shows its metrics, and what has to be said for it to do so. */
export interface MetricsEndpointRow {
  readonly engine: string;
  readonly path: string;
  /** Off without it. */
  readonly flag?: string;
  readonly source: string;
}

const rows: readonly MetricsEndpointRow[] = [
  { engine: 'vllm', path: '/metrics', source: 'measured: vLLM 0.11.2 to 0.32.0, 2026-11-23' },
  {
    engine: 'sglang',
    path: '/metrics',
    flag: '--enable-metrics',
    source: 'sglang/srt/server_args.py in 0.5.18',
  },
  {
    engine: 'tensorrt-llm',
    path: '/prometheus/metrics',
    source:
      'tensorrt_llm/serve/openai_server.py, 2026-08: /metrics answers JSON once and is empty then',
  },
];

/** The endpoint of an engine; nothing for those that nobody looked at. */
export function metricsEndpointOf(engine: string): MetricsEndpointRow | undefined {
  return rows.find((row) => row.engine === engine);
}
