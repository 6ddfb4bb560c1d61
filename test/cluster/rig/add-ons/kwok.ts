import { manifest, program } from '../../build/cache';
import { answers } from '../answers';
import type { Cluster } from '../cluster';
import type { KubeObject } from '../objects';
import type { RigSettings } from '../settings';
import { accountOf, clusterRoleBinding } from './account';

const ACCOUNT = 'kwok-controller';

/** kwok, which plays the kubelets: nodes that are Ready, pods that start and end without containers. */
export async function startKwok(rig: RigSettings, cluster: Cluster): Promise<void> {
  const kubeconfig = await accountOf(rig, cluster, 'kube-system', ACCOUNT);
  const binding = clusterRoleBinding(ACCOUNT, 'kube-system', ACCOUNT);
  await cluster.apply([binding as KubeObject]);
  await installStages(cluster);
  const url = `127.0.0.1:${rig.port('kwok')}`;
  rig.programs.start('kwok', program('kwok'), [
    `--kubeconfig=${kubeconfig}`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    '--enable-crds=Stage',
    // A range that is never routed; EndpointSlices refuse addresses of loopback.
    '--cidr=198.18.0.0/16',
    '--node-ip=127.0.0.1',
    `--node-port=${rig.port('kwok')}`,
    `--server-address=${url}`,
    '--node-lease-duration-seconds=40',
  ]);
  await rig.programs.ready('kwok', 30, () => answers(`http://${url}/healthz`));
}

/** The kind of stages and the stages stand in one file: the second time the kind is known. */
async function installStages(cluster: Cluster): Promise<void> {
  await cluster.until('the stages of kwok', 60, async () => {
    await cluster.kubectl(['apply', '--server-side', '-f', manifest('kwok.yaml')]);
    return true;
  });
}
