import type { ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { type Finished, run, sleep, start } from './processes';

export interface Probe {
  readonly exec?: { readonly command: string[] };
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** What a proof reads of a rendered container. */
export interface ContainerSpec {
  readonly command: string[];
  readonly args: string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: string[] } } };
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

// Without root the namespaces belong to a user namespace in which the user is root.
const isRoot = process.getuid?.() === 0;
const unshared = ['--pid', '--fork', '--mount-proc', '--kill-child'];
export const asRoot = isRoot ? [] : ['--user', '--map-root-user'];
const entered = isRoot ? [] : ['--user', '--preserve-credentials'];

/** A rendered container as processes: its command is PID 1 of a namespace, as under a kubelet. */
export class RunningContainer {
  public readonly exited: Promise<Exit>;
  private readonly outside: ChildProcess;
  private exit?: Exit;

  public constructor(
    private readonly spec: ContainerSpec,
    private readonly logPath: string,
  ) {
    const output = openSync(logPath, 'a');
    const command = [...spec.command, ...spec.args];
    this.outside = start('unshare', [...asRoot, ...unshared, ...command], {
      env: this.env,
      stdio: ['ignore', output, output],
    });
    this.exited = new Promise((resolve, reject) => {
      this.outside.once('error', reject);
      this.outside.once('exit', (code, signal) => {
        this.exit = { code, signal };
        resolve(this.exit);
      });
    });
  }

  public get isRunning(): boolean {
    return this.exit === undefined;
  }

  public get log(): string {
    return readFileSync(this.logPath, 'utf8');
  }

  /** The port that a name of the container stands for. */
  public port(name = 'http'): number {
    const port = this.spec.ports.find((each) => each.name === name);
    if (!port) throw new Error(`the rendered container has no port '${name}'`);
    return port.containerPort;
  }

  /** Runs a command inside, as the kubelet runs probes and hooks. */
  public async exec(command: string[], timeoutSeconds: number): Promise<Finished> {
    const target = ['--target', String(await this.init()), ...entered, '--pid', '--mount'];
    return run('nsenter', [...target, ...command], { env: this.env, timeoutSeconds });
  }

  /** Sends a signal to PID 1 from outside of its namespace. */
  public async signal(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    try {
      process.kill(await this.init(), signal);
    } catch {
      // it ended in between
    }
  }

  /** Processes that PID 1 has started and not yet lost. */
  public async children(): Promise<number[]> {
    return childrenOf(await this.init());
  }

  private get env(): NodeJS.ProcessEnv {
    return Object.fromEntries(this.spec.env.map(({ name, value }) => [name, value]));
  }

  /** PID 1 as it is called outside. */
  private async init(): Promise<number> {
    while (this.isRunning) {
      const [init] = childrenOf(this.outside.pid ?? 0);
      if (init) return init;
      await sleep(0.02);
    }
    throw new Error('the container has ended');
  }
}

function childrenOf(pid: number): number[] {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return listed.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
