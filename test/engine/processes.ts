import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** Process groups that are alive, by their leader: nothing outlives the run. */
const groups = new Map<number, ChildProcess>();

/** Starts a command as the leader of a process group of its own. */
export function start(command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  // Node dies without a word under SIGKILL; then the kernel ends what it started.
  const bound = ['--pdeathsig', 'KILL', command, ...args];
  const child = spawn('setpriv', bound, { ...options, detached: true });
  const { pid } = child;
  if (pid !== undefined) {
    groups.set(pid, child);
    child.once('exit', () => endGroup(pid));
  }
  return child;
}

function endGroup(pid: number): void {
  groups.delete(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // the whole group is gone
  }
}

/** Ends everything that is still running and waits until it is gone. */
export async function endAll(): Promise<void> {
  const leaders = [...groups];
  const gone = leaders.map(([, child]) => new Promise((resolve) => child.once('exit', resolve)));
  for (const [pid] of leaders) endGroup(pid);
  await Promise.all(gone);
}

export interface Finished {
  /** None when it was ended for taking too long. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string;
  readonly timeoutSeconds?: number;
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: string[],
  { env, cwd, input, timeoutSeconds = 1200 }: RunOptions = {},
): Promise<Finished> {
  const began = Date.now();
  const child = start(command, args, { env, cwd, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text) => (stdout += text));
  child.stderr?.on('data', (text) => (stderr += text));
  child.stdin?.on('error', () => {}).end(input);
  const timer = setTimeout(() => child.pid && endGroup(child.pid), timeoutSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      clearTimeout(timer);
      resolve({ status, stdout, stderr, seconds: (Date.now() - began) / 1000 });
    });
  });
}

/** Runs a command that has to succeed. */
export async function must(command: string, args: string[], options?: RunOptions): Promise<string> {
  const { status, stdout, stderr } = await run(command, args, options);
  if (status === 0) return stdout;
  const lines = stderr.trim().split('\n').slice(-15).join('\n');
  throw new Error(`${command} ${args.slice(0, 3).join(' ')} … ended with ${status}:\n${lines}`);
}

export const sleep = (seconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
