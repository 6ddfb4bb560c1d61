import { manifest, program } from '../../build/cache';
import { answers } from '../answers';
import type { KeyPair } from '../certificates';
import type { Cluster } from '../cluster';
import type { KubeObject } from '../objects';
import type { RigSettings } from '../settings';
import { accountOf, onThisMachine } from './account';
import { webhooksOf } from './webhooks';

const NAMESPACE = 'keda';
const ACCOUNT = 'keda-operator';
const ADAPTER = 'keda-metrics-apiserver';
const WEBHOOKS = 'keda-admission-webhooks';

interface Keda {
  readonly rig: RigSettings;
  readonly kubeconfig: string;
  readonly pair: KeyPair;
  readonly env: NodeJS.ProcessEnv;
}

/** KEDA's operator, metrics adapter and webhooks; `gate` is how the operator reaches a Prometheus. */
export async function startKeda(rig: RigSettings, cluster: Cluster, gate: string): Promise<void> {
  const kubeconfig = await accountOf(rig, cluster, NAMESPACE, ACCOUNT);
  await cluster.install(manifest('keda-crds.yaml'), manifest('keda-rbac.yaml'));
  await cluster.apply([
    onThisMachine(NAMESPACE, ADAPTER),
    onThisMachine(NAMESPACE, WEBHOOKS),
  ] as KubeObject[]);
  const hosts = [ACCOUNT, ADAPTER, WEBHOOKS].map((name) => `${name}.${NAMESPACE}.svc`);
  const pair = await rig.certificates.pair('keda', `CN=${ACCOUNT}`, hosts);
  const env = {
    KUBECONFIG: kubeconfig,
    WATCH_NAMESPACE: '',
    POD_NAMESPACE: NAMESPACE,
    POD_NAME: ACCOUNT,
    KEDA_CLUSTER_OBJECT_NAMESPACE: NAMESPACE,
    // The addresses in the manifests stay as rendered; go never sends loopback through a proxy.
    HTTP_PROXY: gate,
    HTTPS_PROXY: gate,
    NO_PROXY: '',
    no_proxy: '',
  };
  const keda = { rig, kubeconfig, pair, env };
  await startOperator(keda);
  await Promise.all([startAdapter(keda), startWebhooks(keda)]);
  await cluster.apply([metricsApi(rig), ...kedaWebhooks(rig)]);
  await cluster.until('the API of external metrics', 60, () =>
    cluster.exists('/apis/external.metrics.k8s.io/v1beta1'),
  );
}

async function startOperator({ rig, pair, env }: Keda): Promise<void> {
  const health = rig.port('keda-operator-health');
  const args = [
    '--leader-elect=false',
    '--enable-cert-rotation=false',
    `--cert-dir=${pair.folder}`,
    `--ca-dir=${pair.folder}`,
    `--metrics-bind-address=127.0.0.1:${rig.port('keda-operator-metrics')}`,
    `--health-probe-bind-address=127.0.0.1:${health}`,
    `--metrics-service-bind-address=127.0.0.1:${rig.port('keda-operator-grpc')}`,
  ];
  rig.programs.start('keda-operator', program('keda-operator'), args, env);
  await rig.programs.ready('keda-operator', 60, () => answers(`http://127.0.0.1:${health}/readyz`));
}

async function startAdapter({ rig, kubeconfig, pair, env }: Keda): Promise<void> {
  const port = rig.port('keda-adapter');
  const args = [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    // Of its metrics; there is no flag for the address, which is any, as that of the webhooks.
    `--port=${rig.port('keda-adapter-metrics')}`,
    `--client-ca-file=${rig.certificates.caFile}`,
    `--tls-cert-file=${pair.cert}`,
    `--tls-private-key-file=${pair.key}`,
    `--cert-dir=${pair.folder}`,
    `--metrics-service-address=127.0.0.1:${rig.port('keda-operator-grpc')}`,
    // Without these it looks for a service account of a pod, and ends.
    `--lister-kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
  ];
  rig.programs.start('keda-adapter', program('keda-adapter'), args, env);
  await rig.programs.ready('keda-adapter', 60, () => answers(`https://127.0.0.1:${port}/healthz`));
}

async function startWebhooks({ rig, pair, env }: Keda): Promise<void> {
  const health = rig.port('keda-webhooks-health');
  const args = [
    `--cert-dir=${pair.folder}`,
    `--port=${rig.port('keda-webhooks')}`,
    `--metrics-bind-address=127.0.0.1:${rig.port('keda-webhooks-metrics')}`,
    `--health-probe-bind-address=127.0.0.1:${health}`,
  ];
  rig.programs.start('keda-webhooks', program('keda-webhooks'), args, env);
  await rig.programs.ready('keda-webhooks', 60, () => answers(`http://127.0.0.1:${health}/readyz`));
}

function metricsApi({ certificates, port }: RigSettings): KubeObject {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.external.metrics.k8s.io' },
    spec: {
      group: 'external.metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      caBundle: certificates.caBundle,
      service: { namespace: NAMESPACE, name: ADAPTER, port: port('keda-adapter') },
    },
  };
}

function kedaWebhooks({ certificates, port }: RigSettings): KubeObject[] {
  const { caBundle } = certificates;
  const server = { namespace: NAMESPACE, service: WEBHOOKS, port: port('keda-webhooks'), caBundle };
  return webhooksOf('keda-webhooks.yaml', server);
}
