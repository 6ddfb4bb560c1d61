/**
 * `npm run test:engine [-- --only PART,PART]`: the rendered container against a real vLLM on a CPU.
 * Nothing here runs with the other tests: it installs 6 GB and takes about ten minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkArguments } from './checks/arguments';
import { checkCompileCache } from './checks/compile-cache';
import { checkControl } from './checks/control';
import { checkIdle } from './checks/idle';
import { checkKvCache } from './checks/kv-cache';
import { checkLoading } from './checks/loading';
import { checkMetrics } from './checks/metrics';
import { checkScaleIn } from './checks/scale-in';
import { checkStart } from './checks/start';
import { install } from './install';
import { endAll } from './processes';
import type { Proof } from './proof';
import { Replicas } from './replicas';
import { Results, say } from './results';
import { ENGINE_VERSION, renderService } from './service';
import { substitutions } from './substitutions';
import { tinyModel, writeModel } from './tiny-model';

/** In this order, since a later part uses the servers of an earlier one. */
const parts: Readonly<Record<string, (proof: Proof) => Promise<void>>> = {
  arguments: checkArguments,
  'kv-cache': checkKvCache,
  start: checkStart,
  metrics: checkMetrics,
  'compile-cache': checkCompileCache,
  'scale-in': checkScaleIn,
  control: checkControl,
  idle: checkIdle,
  loading: checkLoading,
};

function chosenParts(args: readonly string[]): string[] {
  const names = Object.keys(parts);
  const chosen = args
    .filter((argument) => argument !== '--only')
    .flatMap((list) => list.split(','));
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length === 0)
    return chosen.length > 0 ? names.filter((n) => chosen.includes(n)) : names;
  throw new Error(`no part ${unknown.join(', ')}: --only takes ${names.join(', ')}`);
}

async function prove(results: Results, chosen: readonly string[], folder: string): Promise<void> {
  const engine = await install();
  if (engine.version !== ENGINE_VERSION) throw new Error(`vLLM ${engine.version} is installed`);
  const service = renderService();
  const replicas = new Replicas(service, engine, folder);
  writeModel(replicas.modelFolder, tinyModel);
  say('\nthe rendered container is run as it is, but for:');
  for (const { rendered, run, because } of substitutions(await replicas.place('POD'))) {
    say(`  ${rendered ? `${rendered} -> ` : '+ '}${run} (${because})`);
  }
  say('');
  for (const part of chosen) await parts[part]({ results, engine, service, replicas, folder });
}

async function main(): Promise<number> {
  const results = new Results();
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  let isInterrupted = false;
  const interrupted = (status: number) => async () => {
    if (isInterrupted) return; // Ctrl-C comes from the terminal and from the one who started us
    isInterrupted = true;
    await endAll();
    rmSync(folder, { recursive: true, force: true });
    say('interrupted, and everything that was started has ended');
    process.exit(status);
  };
  process.on('SIGINT', interrupted(130));
  process.on('SIGTERM', interrupted(143));
  process.on('SIGHUP', interrupted(129));
  try {
    await prove(results, chosenParts(process.argv.slice(2)), folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await endAll();
  }
  results.print();
  if (results.failed === 0) rmSync(folder, { recursive: true });
  else say(`logs of the servers: ${folder}`);
  return results.failed === 0 ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error) => {
    say(`${error.message ?? error}\n0 passed, 1 failed`);
    process.exit(2);
  },
);
