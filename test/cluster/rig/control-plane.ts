import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../build/cache';
import { answers } from './answers';
import { Cluster } from './cluster';
import { writeKubeconfig } from './kubeconfig';
import type { RigSettings } from './settings';

/** Where the record of what the API server was asked by the autoscaler is written. */
export const auditLog = (folder: string): string => join(folder, 'audit.log');

/** etcd, API server, controller manager and scheduler, each with its own defaults for every period. */
export async function startControlPlane(rig: RigSettings): Promise<Cluster> {
  await startEtcd(rig);
  const cluster = await startApiServer(rig);
  await startControllers(rig);
  await cluster.until('the service account of new pods', 60, () =>
    cluster.exists('/api/v1/namespaces/default/serviceaccounts/default'),
  );
  return cluster;
}

async function startEtcd({ programs, folder, port }: RigSettings): Promise<void> {
  const [client, peer] = (['etcd', 'etcd-peer'] as const).map(
    (name) => `http://127.0.0.1:${port(name)}`,
  );
  programs.start('etcd', program('etcd'), [
    '--name=rig',
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync', // nothing needs to survive the machine
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=rig=${peer}`,
    '--log-level=warn',
  ]);
  await programs.ready('etcd', 30, () => answers(`${client}/health`));
}

async function startApiServer(rig: RigSettings): Promise<Cluster> {
  const { programs, certificates, folder, port } = rig;
  const serving = await certificates.pair('apiserver', 'CN=kube-apiserver', [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
  ]);
  const frontProxy = await certificates.frontProxyPair();
  const tokens = certificates.tokenKey();
  programs.start('kube-apiserver', program('kube-apiserver'), [
    `--etcd-servers=http://127.0.0.1:${port('etcd')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port('api')}`,
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    // Addresses of services never leave the machine, whoever dials one.
    '--service-cluster-ip-range=127.96.0.0/16',
    '--authorization-mode=RBAC',
    // Lets a namespace keep its pods on the nodes of its own scenario.
    '--enable-admission-plugins=PodNodeSelector',
    `--client-ca-file=${certificates.caFile}`,
    `--tls-cert-file=${serving.cert}`,
    `--tls-private-key-file=${serving.key}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${tokens.pub}`,
    `--service-account-signing-key-file=${tokens.key}`,
    `--requestheader-client-ca-file=${certificates.frontProxyCaFile}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${frontProxy.cert}`,
    `--proxy-client-key-file=${frontProxy.key}`,
    `--audit-policy-file=${writeAuditPolicy(folder)}`,
    `--audit-log-path=${auditLog(folder)}`,
  ]);
  const admin = await kubeconfig(rig, 'admin', 'CN=admin,O=system:masters');
  const cluster = new Cluster(program('kubectl'), admin);
  await programs.ready('kube-apiserver', 90, () => cluster.connect());
  return cluster;
}

/** What the autoscaler reads and writes, word by word: the scenarios hold `src/kube` against it. */
function writeAuditPolicy(folder: string): string {
  const file = join(folder, 'audit-policy.json');
  const users = ['system:serviceaccount:kube-system:horizontal-pod-autoscaler'];
  const scale = [
    { group: 'leaderworkerset.x-k8s.io', resources: ['leaderworkersets/scale'] },
    { group: 'apps', resources: ['deployments/scale'] },
  ];
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'RequestResponse', users, resources: scale },
      { level: 'Metadata', users, resources: [{ group: 'external.metrics.k8s.io' }] },
      { level: 'None' },
    ],
  };
  writeFileSync(file, JSON.stringify(policy));
  return file;
}

async function startControllers(rig: RigSettings): Promise<void> {
  const { programs, certificates, port } = rig;
  const manager = await kubeconfig(rig, 'kcm', 'CN=system:kube-controller-manager');
  const scheduler = await kubeconfig(rig, 'scheduler', 'CN=system:kube-scheduler');
  const common = (name: 'controller-manager' | 'scheduler', config: string): string[] => [
    `--kubeconfig=${config}`,
    `--authentication-kubeconfig=${config}`,
    `--authorization-kubeconfig=${config}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port(name)}`,
    '--leader-elect=false',
  ];
  programs.start('kube-controller-manager', program('kube-controller-manager'), [
    ...common('controller-manager', manager),
    `--cert-dir=${join(rig.folder, 'kcm')}`,
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${join(rig.folder, 'pki', 'sa.key')}`,
    `--root-ca-file=${certificates.caFile}`,
    // These need a cloud or a kubelet.
    '--controllers=*,-node-ipam-controller,-node-route-controller,-service-lb-controller,-cloud-node-lifecycle-controller,-certificatesigningrequest-signing-controller',
  ]);
  programs.start('kube-scheduler', program('kube-scheduler'), [
    ...common('scheduler', scheduler),
    `--cert-dir=${join(rig.folder, 'scheduler')}`,
  ]);
  await Promise.all([
    programs.ready('kube-controller-manager', 60, () =>
      answers(`https://127.0.0.1:${port('controller-manager')}/healthz`),
    ),
    programs.ready('kube-scheduler', 60, () =>
      answers(`https://127.0.0.1:${port('scheduler')}/readyz`),
    ),
  ]);
}

/** A user with a certificate, and where the API server is. */
async function kubeconfig(rig: RigSettings, name: string, subject: string): Promise<string> {
  const folder = join(rig.folder, 'kubeconfig');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const user = await rig.certificates.pair(name, subject);
  return writeKubeconfig(join(folder, name), serverOf(rig), user);
}

export function serverOf({ certificates, port }: RigSettings): { url: string; caFile: string } {
  return { url: `https://127.0.0.1:${port('api')}`, caFile: certificates.caFile };
}
