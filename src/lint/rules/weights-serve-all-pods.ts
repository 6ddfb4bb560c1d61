import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { groupSize, replicaBounds } from '../service/bounds';
import { isCompleted, isOfRay } from '../service/kinds';
import { modelSize } from '../service/model-size';
import { counted } from '../service/titles';
import { weightSource } from '../service/weights';
import type { PodView, VolumeView } from '../view/pod-view';
import type { ClaimView, LintView, ServiceView } from '../view/view';

export const weightsServeAllPods: Rule = {
  id: 'R22',
  name: 'weights-serve-all-pods',
  severity: 'warning',
  sentence: 'Weights are loaded from storage that all pods can mount',
  why: 'An emptyDir dies with its pod, so every pod that scaling or a roll-out adds downloads the model again: minutes to tens of minutes of a node with idle GPUs, and a Hub that limits rates. A ReadWriteOnce claim is attached to one node: pods on other nodes wait for it for ever.',
  fix: 'keep the weights on a claim with ReadWriteMany or ReadOnlyMany, or in an image volume',
  source:
    'kserve/kserve#4918; https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  check: ({ services }: LintView) =>
    services.flatMap((service) => [...claimProblems(service), ...downloadProblems(service)]),
};

/** Smaller models are downloaded faster than an engine starts. */
const WORTH_SHARING_BYTES = 5e9;

function downloadProblems(service: ServiceView): Problem[] {
  if (isCompleted(service) && !isOfRay(service)) return [];
  const { most } = replicaBounds(service);
  return service.pods.flatMap((pod) => {
    const { server } = pod;
    // Of a Ray cluster the workers load, and the head does not.
    if (!server?.engine?.model || (isOfRay(service) && pod.gpus === 0)) return [];
    const { model } = server.engine;
    const { kind, path, volume } = weightSource(pod, server, server.engine);
    const bytes = modelSize(model)?.bytes;
    // Of one replica with a model of unknown size there is nothing to be said.
    const isCostly = bytes === undefined ? most > 1 : bytes >= WORTH_SHARING_BYTES;
    if ((kind !== 'hub' && kind !== 'pod') || !isCostly) return [];
    // Its own plan counts the download, and says what it costs.
    if (service.plan) return [];
    const pods = most * groupSize({ pods: service.pods.filter(({ gpus }) => gpus >= pod.gpus) });
    const size = bytes === undefined ? '' : `${Math.round(bytes / 1e9)} GB of `;
    const who = pods > 1 ? `each of up to ${pods} pods` : 'each new pod';
    const { object, path: at } = volume ?? server;
    return [
      {
        object,
        path: at,
        message: `${who} fetches ${size}'${model}' anew: '${path}' is ${where(volume)} and ends with its pod`,
        fix: `mount a claim with ReadWriteMany or ReadOnlyMany at '${path}'${kind === 'hub' ? ', filled once by a Job' : ''}`,
      },
    ];
  });
}

function where(volume: VolumeView | undefined): string {
  if (volume === undefined) return "in the container's own file system";
  return volume.kind === 'claim'
    ? 'on a claim made for one pod'
    : `on the emptyDir '${volume.name}'`;
}

function claimProblems(service: ServiceView): Problem[] {
  return service.claims.filter(isOfOneNode).flatMap((claim): Problem[] => {
    const pods = podsMounting(service, claim.name);
    const most = replicaBounds(service).most * pods;
    const isOfOnePod = claim.accessModes.includes('ReadWriteOncePod');
    const { object, path, name } = claim;
    const at = { object, path: [...path, 'spec', 'accessModes'] };
    const mode = claim.accessModes.join(', ');
    if (pods > 0 && most > 1) {
      const message = `claim '${name}' (${mode}) is mounted by up to ${counted(most, 'pod')}: those on a second node never start`;
      return [{ ...at, message, severity: 'error' }];
    }
    const { surge, strategy } = service.rollout;
    const surges = strategy === 'RollingUpdate' && surge.value > 0;
    if (pods === 0 || !surges || service.kind !== 'Deployment') return [];
    const message = `claim '${name}' (${mode}) is attached to one node, and a roll-out starts the new pod beside the old one: on another node it waits for ever`;
    const fix = isOfOnePod
      ? 'write strategy: { type: Recreate }'
      : 'write strategy: { type: Recreate }, or use a claim with ReadWriteMany';
    return [{ ...at, message, fix, severity: surge.isDefault ? 'info' : 'warning' }];
  });
}

function isOfOneNode({ accessModes, isPerPod }: ClaimView): boolean {
  const oneNode = ['ReadWriteOnce', 'ReadWriteOncePod'];
  return !isPerPod && accessModes.length > 0 && accessModes.every((mode) => oneNode.includes(mode));
}

/** Pods of one replica that mount the claim. */
function podsMounting({ pods }: ServiceView, claim: string): number {
  const mounts = ({ volumes }: PodView): boolean =>
    volumes.some((each) => each.claimName === claim);
  return groupSize({ pods: pods.filter(mounts) });
}
