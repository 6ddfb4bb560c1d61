import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** How a Prometheus can fail for those who ask it. */
export type Fault = 'down' | 'unauthorized' | 'empty';

/** What the operator asked, and what it was told. */
export interface Answered {
  readonly at: number;
  readonly query: string;
  /** Nothing when there was no number to read. */
  readonly value?: number;
}

/**
 * Stands between KEDA and Prometheus as an HTTP proxy: any address in a manifest leads to the one
 * Prometheus, faults can be switched on for the queries of one namespace, and every answer is kept.
 */
export class Gate {
  readonly answered: Answered[] = [];
  private readonly faults = new Map<string, Fault>();
  private readonly scripted = new Map<string, number | null>();
  private target = '';

  static async open(): Promise<Gate> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Gate(server);
  }

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
    // Backends of clouds would be asked over TLS: nothing leaves the machine.
    server.on('connect', (_request, socket) => socket.destroy());
  }

  get address(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
  }

  /** The Prometheus that answers. */
  lead(target: string): void {
    this.target = target;
  }

  /** Lets the queries that carry this namespace fail, or work again. */
  fail(namespace: string, fault: Fault | undefined): void {
    if (fault) this.faults.set(namespace, fault);
    else this.faults.delete(namespace);
  }

  /** Answers the queries that contain `part` with a number, or with no series for null. */
  script(part: string, value: number | null | undefined): void {
    if (value === undefined) this.scripted.delete(part);
    else this.scripted.set(part, value);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = await bodyOf(request);
    const query = url.searchParams.get('query') ?? new URLSearchParams(body).get('query') ?? '';
    const { status, text } = await this.answer(url, query);
    this.answered.push({
      at: Date.now(),
      query,
      value: status === 200 ? firstValue(text) : undefined,
    });
    if (status === 0) response.destroy();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }

  private async answer(url: URL, query: string): Promise<{ status: number; text: string }> {
    const scripted = [...this.scripted].find(([part]) => query.includes(part));
    if (scripted) return { status: 200, text: vector(scripted[1]) };
    const fault = [...this.faults].find(([space]) => query.includes(`namespace="${space}"`))?.[1];
    if (fault === 'down') return { status: 0, text: '' };
    if (fault === 'unauthorized') return { status: 401, text: 'Unauthorized' };
    if (fault === 'empty') return { status: 200, text: vector(null) };
    const response = await fetch(`${this.target}${url.pathname}`, {
      method: 'POST',
      body: new URLSearchParams({ query }),
    });
    return { status: response.status, text: await response.text() };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function vector(value: number | null): string {
  const sample = { metric: {}, value: [Date.now() / 1000, String(value)] };
  const data = { resultType: 'vector', result: value === null ? [] : [sample] };
  return JSON.stringify({ status: 'success', data });
}

function firstValue(text: string): number | undefined {
  const [sample] = JSON.parse(text).data?.result ?? [];
  return sample === undefined ? undefined : Number(sample.value[1]);
}
