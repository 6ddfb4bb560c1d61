/** What an open port of a server says of its model. */
export interface ListeningRow {
  readonly engine: string;
  /** When the port accepts connections. */
  readonly opens: 'before-load' | 'before-warm-up' | 'after-load';
  /** Answers 200 only when the server can serve. */
  readonly healthPath: string;
  readonly source: string;
}

const rows: readonly ListeningRow[] = [
  {
    engine: 'vllm',
    opens: 'after-load',
    healthPath: '/health',
    source: 'vllm/entrypoints/openai/api_server.py in 0.6.3, 0.11.0 and 0.17.1',
  },
  {
    engine: 'sglang',
    opens: 'before-warm-up',
    healthPath: '/health',
    source: 'sglang/srt/entrypoints/http_server.py in 0.5.18: /health answers 503 while it starts',
  },
  {
    engine: 'llama.cpp',
    opens: 'before-load',
    healthPath: '/health',
    source: 'ggml-org/llama.cpp#4881: the server starts before the model is loaded',
  },
];

/** When a server begins to listen; nothing for those that nobody looked at. */
export function listeningOf(engine: string): ListeningRow | undefined {
  return rows.find((row) => row.engine === engine);
}
