import { request } from 'node:http';

/** How a stream ended: whole, or in which way it was lost. */
export type Ending =
  | 'whole'
  | 'refused'
  | 'cut'
  | 'hung'
  | 'aborted'
  | 'unfinished'
  | 'empty 200'
  | `status ${number}`
  | `${number} tokens`;

export interface StreamOptions {
  readonly port: number;
  readonly model: string;
  /** Text passes the tokenizer of the front end, token ids do not: both are lost in their own way. */
  readonly prompt: string | number[];
  readonly tokens: number;
  readonly timeoutSeconds: number;
}

interface Chunk {
  readonly choices?: readonly { readonly finish_reason?: string | null }[];
  readonly usage?: { readonly completion_tokens: number } | null;
}

/** Asks for a stream of exactly so many tokens, and tells how it ended. */
export function stream(options: StreamOptions): Promise<Ending> {
  const { port, model, prompt, tokens, timeoutSeconds } = options;
  const body = JSON.stringify({
    model,
    prompt,
    max_tokens: tokens,
    ignore_eos: true,
    stream: true,
    stream_options: { include_usage: true },
  });
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const headers = { 'content-type': 'application/json' };
    const path = '/v1/completions';
    const asked = request(
      { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false, signal },
      (answer) => {
        let text = '';
        const status = answer.statusCode ?? 0;
        answer.setEncoding('utf8');
        answer.on('data', (part) => (text += part));
        answer.on('end', () => resolve(status === 200 ? ending(text, tokens) : `status ${status}`));
        answer.on('error', () => resolve(signal.aborted ? 'hung' : 'cut'));
      },
    );
    asked.on('error', () => resolve(signal.aborted ? 'hung' : 'refused'));
    asked.end(body);
  });
}

/** A 200 says nothing: only the tokens that were asked for, and the mark of the end, do. */
function ending(text: string, tokens: number): Ending {
  const lines = text.split('\n').filter((line) => line.startsWith('data: '));
  if (lines.at(-1) !== 'data: [DONE]') return 'cut';
  const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice(6)) as Chunk);
  const finish = chunks.flatMap(({ choices }) => choices ?? []).at(-1)?.finish_reason;
  if (finish === undefined) return 'empty 200';
  if (finish === null) return 'unfinished';
  if (finish === 'abort') return 'aborted';
  const produced = chunks.at(-1)?.usage?.completion_tokens ?? 0;
  return produced === tokens ? 'whole' : `${produced} tokens`;
}

/** One more stream each so often, whether or not an earlier one has ended. */
const ARRIVAL_SECONDS = 0.3;
const ARRIVAL_TOKENS = 20;

/**
 * Clients that always have one stream each in flight, and arrivals beside them: on a slow machine
 * all clients may be waiting while a deleted pod is still routed to.
 */
export class Load {
  public readonly endings: Ending[] = [];
  private stopped = false;
  private readonly running: Promise<void>[];
  private readonly arrivals: NodeJS.Timeout;

  public constructor(
    public readonly clients: number,
    private readonly options: Omit<StreamOptions, 'prompt'>,
  ) {
    this.running = Array.from({ length: clients }, (_, client) => this.client(client));
    let arrived = 0;
    this.arrivals = setInterval(() => {
      this.running.push(this.ask(arrived++, ARRIVAL_TOKENS));
    }, ARRIVAL_SECONDS * 1000);
  }

  /** Asks for nothing more and waits for what is in flight. */
  public async stop(): Promise<readonly Ending[]> {
    this.stopped = true;
    clearInterval(this.arrivals);
    await Promise.all(this.running);
    return this.endings;
  }

  private async client(client: number): Promise<void> {
    for (let turn = 0; !this.stopped; turn += 1) {
      await this.ask(client + turn, this.options.tokens);
    }
  }

  private async ask(number: number, tokens: number): Promise<void> {
    const ids = Array.from({ length: 16 }, (_, i) => 4 + ((7 * number + i) % 500));
    const prompt = number % 2 === 0 ? ids : ids.map((id) => `w${id - 4}`).join(' ');
    this.endings.push(await stream({ ...this.options, prompt, tokens }));
  }
}

/** `198 whole, 2 cut`. */
export function summary(endings: readonly Ending[]): string {
  const counts = new Map<string, number>();
  for (const ending of endings) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].map(([ending, count]) => `${count} ${ending}`).join(', ');
}

export const lost = (endings: readonly Ending[]): number =>
  endings.filter((ending) => ending !== 'whole').length;
