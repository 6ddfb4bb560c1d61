import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { conditionOf, type KubeList, type KubeObject, pathOf } from './objects';

/** What a kubectl that may fail said. */
export interface Attempt {
  readonly status: number;
  readonly text: string;
}

/** A real change is there every time. */
const DIFFS = 5;

/** A cluster as its users see it: kubectl for what they do by hand, the API for what is asked often. */
export class Cluster {
  private proxy?: ChildProcess;
  private proxied = '';

  constructor(
    readonly command: string,
    readonly kubeconfig: string,
  ) {}

  /** Opens the API on a port of loopback, by `kubectl proxy`. */
  async connect(): Promise<boolean> {
    const { status } = await this.attempt(['get', '--raw', '/readyz']);
    if (status !== 0) return false;
    this.proxy = spawn(this.command, ['proxy', '--port=0'], { env: this.environment });
    this.proxied = await addressOf(this.proxy);
    return true;
  }

  close(): void {
    this.proxy?.kill();
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...process.env, KUBECONFIG: this.kubeconfig };
  }

  /** The server, as its kubeconfig names it. */
  address(): Promise<string> {
    const path = '{.clusters[0].cluster.server}';
    return this.kubectl(['config', 'view', '--minify', '-o', `jsonpath=${path}`]);
  }

  attempt(args: readonly string[], input = ''): Promise<Attempt> {
    return new Promise((resolve) => {
      const options = { env: this.environment, maxBuffer: 2 ** 28 };
      const child = execFile(this.command, args, options, (error, stdout, stderr) =>
        resolve({ status: error ? statusOf(error.code) : 0, text: `${stdout}${stderr}`.trim() }),
      );
      child.stdin?.on('error', () => {}); // ended before it had read all, for a reason in its answer
      child.stdin?.end(input);
    });
  }

  async kubectl(args: readonly string[], input?: string): Promise<string> {
    const { status, text } = await this.attempt(args, input);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${text.slice(-2000)}`);
    return text;
  }

  /** Server-side and with strict validation, as a careful pipeline applies. */
  apply(objects: readonly KubeObject[]): Promise<string> {
    const flags = ['--server-side', '--force-conflicts', '--validate=strict'];
    return this.kubectl(['apply', ...flags, '-f', '-'], documents(objects));
  }

  /** Applies the files of an add-on, and waits until the API serves the kinds in them. */
  async install(...files: readonly string[]): Promise<void> {
    await this.kubectl(['apply', '--server-side', ...files.flatMap((file) => ['-f', file])]);
    await this.until('the kinds of an add-on', 30, async () => {
      const kinds = await this.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
      return kinds.every((kind) => conditionOf(kind, 'Established') === 'True');
    });
  }

  /**
   * What a pipeline would change: nothing when the answer is empty. kubectl reads an object twice;
   * where a controller wrote its status in between, it is asked again.
   */
  async diff(objects: readonly KubeObject[]): Promise<string> {
    const args = ['diff', '--server-side', '--force-conflicts', '-f', '-'];
    let text = '';
    for (let attempt = 0; attempt < DIFFS; attempt += 1) {
      const { status, text: found } = await this.attempt(args, documents(objects));
      if (status === 0) return '';
      if (status !== 1) throw new Error(`kubectl diff: ${found.slice(0, 1000)}`);
      text = found;
      await sleep(2000);
    }
    return text;
  }

  async delete(objects: readonly KubeObject[]): Promise<void> {
    if (objects.length === 0) return;
    const flags = ['--ignore-not-found', '--wait=false'];
    await this.kubectl(['delete', ...flags, '-f', '-'], documents(objects));
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.proxied}${path}`, init);
  }

  async get<T = KubeObject>(path: string): Promise<T> {
    const response = await this.fetch(path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The object as it is now. */
  read<T extends KubeObject>(object: T): Promise<T> {
    return this.get<T>(pathOf(object));
  }

  async list<T extends KubeObject = KubeObject>(path: string): Promise<readonly T[]> {
    return (await this.get<KubeList<T>>(path)).items;
  }

  async exists(path: string): Promise<boolean> {
    const { ok, status } = await this.fetch(path);
    if (!ok && status !== 404) throw new Error(`GET ${path}: ${status}`);
    return ok;
  }

  async send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Response> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { 'content-type': type };
    return this.fetch(path, { method, headers, body: body && JSON.stringify(body) });
  }

  /** Seconds until `condition` holds; fails after `limit`, with the last error if there was one. */
  async until(what: string, limit: number, condition: () => Promise<boolean>): Promise<number> {
    const began = Date.now();
    for (;;) {
      const answer = await condition().catch((error: Error) => error);
      const seconds = (Date.now() - began) / 1000;
      if (answer === true) return Math.round(seconds);
      const reason = answer instanceof Error ? `: ${answer.message}` : '';
      if (seconds > limit) throw new Error(`${what}: not within ${limit} s${reason}`);
      await sleep(500);
    }
  }
}

const documents = (objects: readonly KubeObject[]): string =>
  objects.map((object) => JSON.stringify(object)).join('\n---\n');

function addressOf(proxy: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    proxy.on('exit', () => reject(new Error('kubectl proxy has ended')));
    proxy.stdout?.on('data', (text: Buffer) => {
      const [, address] = /Starting to serve on (\S+)/.exec(text.toString()) ?? [];
      if (address) resolve(`http://${address}`);
    });
  });
}

/** A signal or a missing program has no number of its own. */
const statusOf = (code: unknown): number => (typeof code === 'number' ? code : 127);
