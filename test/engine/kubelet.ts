import { get } from 'node:http';
import { type ContainerSpec, type Exit, type Probe, RunningContainer } from './container';
import { sleep } from './processes';

export interface Departure {
  /** Seconds from deletion to the return of the hook, 0 without one. */
  readonly hookSeconds: number;
  readonly hookStatus: number | null;
  readonly hookError: string;
  /** Seconds from deletion to the end of the container. */
  readonly seconds: number;
  readonly exit: Exit;
  /** Whether SIGKILL at the end of the grace period had to end it. */
  readonly killed: boolean;
}

/** What a kubelet does to a pod: probes at the rendered periods, and the way out. */
export class Pod {
  public readonly container: RunningContainer;
  public readonly startedAt = Date.now();
  /** Failed attempts of the startup probe. */
  public startupFailures = 0;
  public readyAt?: number;
  public deletedAt?: number;
  private isReady = false;

  public constructor(
    public readonly name: string,
    private readonly spec: ContainerSpec,
    private readonly graceSeconds: number,
    logPath: string,
  ) {
    this.container = new RunningContainer(spec, logPath);
    void this.live();
  }

  /** Whether a proxy that knows of deletions only `propagationSeconds` later still sends here. */
  public isRoutable(propagationSeconds: number): boolean {
    if (this.deletedAt === undefined) return this.isReady;
    return Date.now() < this.deletedAt + propagationSeconds * 1000;
  }

  /** Waits for readiness; a pod that ends before fails with the end of its log. */
  public async ready(): Promise<this> {
    while (this.readyAt === undefined) {
      if (!this.container.isRunning) throw new Error(`${this.name} ended:\n${this.lastLines()}`);
      await sleep(0.1);
    }
    return this;
  }

  /** preStop, SIGTERM after it, SIGKILL when the grace period is over. */
  public async delete(): Promise<Departure> {
    const began = Date.now();
    this.deletedAt = began;
    const since = () => (Date.now() - began) / 1000;
    let killed = false;
    const kill = setTimeout(() => {
      killed = true;
      void this.container.signal('SIGKILL');
    }, this.graceSeconds * 1000);
    const command = this.spec.lifecycle?.preStop.exec.command;
    const hook = command && (await this.container.exec(command, this.graceSeconds));
    const hookSeconds = hook ? since() : 0;
    await this.container.signal('SIGTERM');
    const exit = await this.container.exited;
    clearTimeout(kill);
    const { status: hookStatus = null, stderr: hookError = '' } = hook ?? {};
    return { hookSeconds, hookStatus, hookError, seconds: since(), exit, killed };
  }

  private async live(): Promise<void> {
    const { startupProbe, readinessProbe, livenessProbe } = this.spec;
    const started = await this.probe(startupProbe, { untilPassed: true });
    if (started === 'passed') {
      void this.watchReadiness(readinessProbe);
      await this.probe(livenessProbe, { untilPassed: false });
    }
    // A restart, if it was a probe that ended this; a proof has no use for a second container.
    if (this.deletedAt === undefined) await this.container.signal('SIGKILL');
  }

  /** Repeats a probe until the container ends, or the probe is through with it. */
  private async probe(
    probe: Probe,
    { untilPassed }: { readonly untilPassed: boolean },
  ): Promise<'passed' | 'failed' | 'ended'> {
    let failures = 0;
    while (this.container.isRunning && this.deletedAt === undefined) {
      const next = sleep(probe.periodSeconds);
      const passed = await this.attempt(probe);
      if (passed && untilPassed) return 'passed';
      failures = passed ? 0 : failures + 1;
      if (untilPassed) this.startupFailures = failures;
      if (failures >= probe.failureThreshold) return 'failed';
      await next;
    }
    return 'ended';
  }

  private async watchReadiness(probe: Probe): Promise<void> {
    while (this.container.isRunning) {
      const next = sleep(probe.periodSeconds);
      this.isReady = await this.attempt(probe);
      if (this.isReady) this.readyAt ??= Date.now();
      await next;
    }
    this.isReady = false;
  }

  private async attempt({ exec, httpGet, timeoutSeconds }: Probe): Promise<boolean> {
    try {
      if (exec) return (await this.container.exec(exec.command, timeoutSeconds)).status === 0;
      if (!httpGet) throw new Error('a probe without exec and httpGet');
      const status = await statusOf(
        this.container.port(httpGet.port),
        httpGet.path,
        timeoutSeconds,
      );
      return status >= 200 && status < 400;
    } catch {
      return false;
    }
  }

  private lastLines(): string {
    return this.container.log.trim().split('\n').slice(-12).join('\n');
  }
}

/** The status of an answer; fails when there is none in time. */
export function statusOf(port: number, path: string, timeoutSeconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const request = get({ host: '127.0.0.1', port, path, agent: false, signal }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on('error', reject);
  });
}
