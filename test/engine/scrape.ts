import { get } from 'node:http';

export interface Series {
  readonly labels: ReadonlySet<string>;
  readonly value: number;
}

/** A server's own metrics, by the name of the series. */
export async function scrape(port: number): Promise<ReadonlyMap<string, readonly Series[]>> {
  const found = new Map<string, Series[]>();
  for (const line of (await metricsText(port)).split('\n')) {
    const [, name, labels = '', value] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (!name) continue;
    const names = [...labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label);
    const series = { labels: new Set(names), value: Number(value) };
    found.set(name, [...(found.get(name) ?? []), series]);
  }
  return found;
}

/** Requests that the engine itself counts as running or waiting. */
export async function inFlight(port: number): Promise<number> {
  const metrics = await scrape(port);
  const gauges = ['vllm:num_requests_running', 'vllm:num_requests_waiting'];
  return gauges
    .flatMap((name) => metrics.get(name) ?? [])
    .reduce((sum, { value }) => sum + value, 0);
}

export function metricsText(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/metrics', agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}
