import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, program } from '../../build/cache';
import { answers, listens } from '../answers';
import type { Cluster } from '../cluster';
import type { KubeObject } from '../objects';
import type { RigSettings } from '../settings';
import { accountOf, clusterRoleBinding, onThisMachine } from './account';
import { webhooksOf } from './webhooks';

const NAMESPACE = 'lws-system';
const ACCOUNT = 'lws-controller-manager';
const SERVICE = 'lws-webhook-service';

/** The manager of LeaderWorkerSets, with its webhooks. */
export async function startLws(rig: RigSettings, cluster: Cluster): Promise<void> {
  const kubeconfig = await accountOf(rig, cluster, NAMESPACE, ACCOUNT);
  await cluster.install(manifest('lws.yaml'));
  await cluster.apply([
    clusterRoleBinding('manager-role', NAMESPACE, ACCOUNT),
    onThisMachine(NAMESPACE, SERVICE),
  ] as KubeObject[]);
  const pair = await rig.certificates.pair('lws', `CN=${SERVICE}`, [`${SERVICE}.${NAMESPACE}.svc`]);
  const [health, hook] = [rig.port('lws-health'), rig.port('lws-webhook')];
  const config = {
    apiVersion: 'config.lws.x-k8s.io/v1alpha1',
    kind: 'Configuration',
    leaderElection: { leaderElect: false },
    internalCertManagement: { enable: false },
    webhook: { host: '127.0.0.1', port: hook, certDir: pair.folder },
    metrics: { bindAddress: `127.0.0.1:${rig.port('lws-metrics')}` },
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
  };
  const file = join(rig.folder, 'lws-config.yaml');
  writeFileSync(file, JSON.stringify(config));
  const env = { KUBECONFIG: kubeconfig };
  rig.programs.start('lws-manager', program('lws-manager'), [`--config=${file}`], env);
  await rig.programs.ready('lws-manager', 60, () => answers(`http://127.0.0.1:${health}/readyz`));
  // Registered after the server: a webhook that nobody answers holds up every pod.
  await rig.programs.ready('lws-manager', 60, () => listens(hook));
  await cluster.apply(lwsWebhooks(rig, hook));
}

function lwsWebhooks({ certificates }: RigSettings, port: number): KubeObject[] {
  const server = {
    namespace: NAMESPACE,
    service: SERVICE,
    port,
    caBundle: certificates.caBundle,
  };
  const groupPods = {
    matchExpressions: [{ key: 'leaderworkerset.sigs.k8s.io/name', operator: 'Exists' }],
  };
  // As the release does it: other pods do not wait for LWS.
  return webhooksOf('lws-webhooks.yaml', server, (webhook) =>
    webhook.clientConfig.service.path.endsWith('-v1-pod')
      ? { ...webhook, objectSelector: groupPods }
      : webhook,
  );
}
