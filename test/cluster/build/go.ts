import { execFile, execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const MODULES = join(__dirname, 'modules');

// Modules older than this do not compile: Kubernetes 1.36 and Prometheus 3.16 ask for it.
const OLDEST = { major: 1, minor: 26 };

/** Settings of a developer must not change what is built: no toolchain of another version, no cgo. */
const environment = {
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '',
  // Memory for time: the compiler collects less often, which saves a sixth of its work.
  GOGC: '400',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

/** `go1.26.8`, or what is missing and what to do. */
export function goVersion(): { version: string } | { missing: string } {
  const advice = `install Go ${OLDEST.major}.${OLDEST.minor} or newer (https://go.dev/dl)`;
  let version: string;
  try {
    version = execFileSync('go', ['env', 'GOVERSION'], {
      encoding: 'utf8',
      env: environment,
    }).trim();
  } catch {
    return { missing: `"go" is not in the PATH: ${advice}` };
  }
  const [major, minor] = version.replace(/^go/, '').split('.').map(Number);
  const isOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);
  return isOld ? { missing: `"go" is ${version}: ${advice}` } : { version };
}

const stopping = new AbortController();

/** Ends the build that runs now, if there is one. */
export const stopBuild = (): void => stopping.abort();

/** Runs go in the folder of a module. */
export async function go(module: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('go', args, {
    cwd: join(MODULES, module),
    env: environment,
    maxBuffer: 2 ** 26,
    signal: stopping.signal,
    killSignal: 'SIGINT', // which go answers by removing what it has half made
  });
  return stdout;
}

interface Downloaded {
  readonly Dir: string;
  readonly Version: string;
}

/** The folder of the source of a part, and its version. */
export async function sourceOf(module: string, source: string): Promise<Downloaded> {
  await go(module, ['mod', 'download', source]);
  return JSON.parse(await go(module, ['list', '-mod=readonly', '-m', '-json', source]));
}

export const BUILD_FLAGS = [
  '-mod=readonly',
  '-trimpath',
  '-buildvcs=false',
  // Nobody debugs them, and a part of the time goes into the tables for it.
  '-gcflags=all=-dwarf=false',
];

export interface Build {
  readonly module: string;
  readonly packages: readonly string[];
  /** The folder that the programs go to. */
  readonly output: string;
  readonly tags?: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Builds the programs of a module in one go, so that one is linked while another compiles. */
export async function buildPrograms(build: Build): Promise<void> {
  const variables = Object.entries(build.variables).map(([name, value]) => `-X ${name}=${value}`);
  await go(build.module, [
    'build',
    ...BUILD_FLAGS,
    `-ldflags=-s -w ${variables.join(' ')}`,
    ...(build.tags ? [`-tags=${build.tags}`] : []),
    '-o',
    `${build.output}/`,
    ...build.packages,
  ]);
}

/** The name that go gives to the program of a package. */
export function programOf(packageName: string): string {
  return basename(packageName.replace(/\/v\d+$/, ''));
}
