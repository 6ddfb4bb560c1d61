import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../rig/process-id';

/** Where the programs are kept between runs; removing it costs one cold build. */
export const CACHE =
  process.env.CDK8S_LLM_CLUSTER_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-llm', 'cluster');

export const program = (name: string): string => join(CACHE, 'bin', name);
export const manifest = (name: string): string => join(CACHE, 'manifests', name);
export const stampOf = (part: string): string => join(CACHE, 'stamps', part);

export function makeCache(): void {
  for (const folder of ['bin', 'manifests', 'stamps'])
    mkdirSync(join(CACHE, folder), { recursive: true });
}

const UNFINISHED = '.new-';

/** A folder for programs that are being built; those that an ended build left are removed. */
export function workshop(): string {
  const bin = join(CACHE, 'bin');
  for (const name of readdirSync(bin).filter((entry) => entry.startsWith(UNFINISHED)))
    rmSync(join(bin, name), { recursive: true });
  return mkdtempSync(join(bin, UNFINISHED));
}

/** Runs `work` while no other process builds into the cache. */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const lock = join(CACHE, 'lock');
  while (!take(lock)) await sleep(500);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
    return false;
  }
}
