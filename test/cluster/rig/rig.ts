import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifest } from '../build/cache';
import { startKeda } from './add-ons/keda';
import { startKwok } from './add-ons/kwok';
import { startLws } from './add-ons/lws';
import { Prometheus } from './add-ons/prometheus';
import { Certificates } from './certificates';
import type { Cluster } from './cluster';
import { startControlPlane } from './control-plane';
import { Gate } from './gate';
import { freePorts } from './ports';
import { isAlive } from './process-id';
import { endLeftovers, Programs } from './programs';
import { PORT_NAMES, type RigSettings } from './settings';

const PREFIX = 'cdk8s-llm-cluster-';

/** A control plane with LeaderWorkerSet, KEDA and Prometheus, and how to end it. */
export interface Rig {
  readonly folder: string;
  readonly cluster: Cluster;
  readonly gate: Gate;
  readonly prometheus: Prometheus;
}

/** Starts everything on loopback; what has been started is in `stop` from the first program on. */
export async function startRig(
  engines: string,
  onStop: (stop: () => Promise<void>) => void,
  say: (line: string) => void,
): Promise<Rig> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const programs = new Programs(folder);
  const gate = await Gate.open();
  let cluster: Cluster | undefined;
  onStop(async () => {
    cluster?.close();
    gate.close();
    await programs.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const rig = await settingsOf(folder, programs);
  cluster = await startControlPlane(rig);
  say('control plane');
  await cluster.install(manifest('prometheus-operator.yaml'), manifest('capacity-buffers.yaml'));
  const [prometheus] = await Promise.all([
    Prometheus.start(rig, cluster, engines),
    startKwok(rig, cluster),
    startLws(rig, cluster),
    startKeda(rig, cluster, gate.address),
  ]);
  gate.lead(prometheus.address);
  say('kwok, LeaderWorkerSet, KEDA and Prometheus');
  return { folder, cluster, gate, prometheus };
}

async function settingsOf(folder: string, programs: Programs): Promise<RigSettings> {
  const ports = await freePorts(PORT_NAMES.length);
  return {
    folder,
    programs,
    certificates: await Certificates.make(join(folder, 'pki')),
    port: (name) => ports[PORT_NAMES.indexOf(name)],
  };
}

/** Ends what runs left that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (statSync(folder).uid !== process.getuid?.()) continue;
    if (isAlive(ownerOf(folder))) continue;
    await endLeftovers(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownerOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'owner'), 'utf8'));
  } catch {
    return 0;
  }
}
