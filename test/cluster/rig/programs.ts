import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './process-id';

interface Running {
  readonly name: string;
  readonly pid: number;
  readonly command: string;
}

const TERM_SECONDS = 6;

/** The programs of one cluster: their logs, their process ids, and their end. */
export class Programs {
  private readonly running: Running[] = [];
  private isStopped = false;

  constructor(private readonly folder: string) {
    mkdirSync(join(folder, 'log'), { recursive: true });
  }

  /** Starts a program in a session of its own, so that Ctrl-C reaches only the one who stops it. */
  start(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
    if (this.isStopped) throw new Error(`${name} is not started: the cluster is being stopped`);
    const log = openSync(this.log(name), 'a');
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
    });
    closeSync(log);
    if (child.pid === undefined) throw new Error(`${command} cannot be started`);
    child.unref();
    this.running.push({ name, pid: child.pid, command });
    writeFileSync(join(this.folder, 'running.json'), JSON.stringify(this.running));
  }

  log(name: string): string {
    return join(this.folder, 'log', `${name}.log`);
  }

  /** Waits until a program answers; fails with the end of its log when it is gone or too slow. */
  async ready(name: string, seconds: number, answers: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await answers().catch(() => false))) {
      const { pid } = this.running.find((program) => program.name === name) ?? { pid: 0 };
      const problem = !isAlive(pid) ? 'has ended' : Date.now() > end && `not ready in ${seconds} s`;
      if (problem) throw new Error(`${name} ${problem}:\n${this.lastWords(name)}`);
      await sleep(100);
    }
  }

  private lastWords(name: string): string {
    return readFileSync(this.log(name), 'utf8').split('\n').slice(-15).join('\n');
  }

  /** Ends everything, the newest first, and waits until it is gone. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await end(this.running.splice(0).reverse());
  }
}

/** Ends what a run left that was killed before it could. */
export async function endLeftovers(folder: string): Promise<void> {
  const left = readLeft(folder).filter(({ pid, command }) => commandOf(pid).startsWith(command));
  await end(left.reverse());
}

function readLeft(folder: string): Running[] {
  try {
    return JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'));
  } catch {
    return [];
  }
}

/** Process ids are used again: only the same command is the same process. */
function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

async function end(programs: readonly Running[]): Promise<void> {
  for (const { pid } of programs) signal(pid, 'SIGTERM');
  const limit = Date.now() + TERM_SECONDS * 1000;
  while (Date.now() < limit && programs.some(({ pid }) => isAlive(pid))) await sleep(50);
  const deaf = programs.filter(({ pid }) => isAlive(pid));
  for (const { pid } of deaf) signal(pid, 'SIGKILL');
  while (deaf.some(({ pid }) => isAlive(pid))) await sleep(50);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone in between
  }
}
