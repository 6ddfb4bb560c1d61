import type { ColdStartPlan, Requirement } from '../capacity/answer';
import { kubernetesVersionOf } from '../capacity/defaults';
import type { Ledger } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';
import { loadFormatRow } from '../engines/vllm/load-formats';
import { weightRate } from '../facts/loaders';
import { priorityClassOf } from '../kube/priority';
import { hasFeature } from '../kube/versions';

/** What caches promise and a reviewer should still hear about. */
export function cacheWarnings(inputs: PlanInputs, coldStart: ColdStartPlan, ledger: Ledger): void {
  const { image, weights } = inputs.request.caches ?? {};
  if (image === true && buysNodes(coldStart)) {
    ledger.warn(
      'image-cache-without-nodes',
      '/caches/image',
      'nodes are bought for new pods, and a node that is new has pulled nothing: the cold start counts a whole pull',
      'keep nodes ready beforehand, or let the nodes stream or preload images (docs/cold-start.md)',
    );
  }
  if (weights === 'node-local' && buysNodes(coldStart)) {
    ledger.warn(
      'weights-not-on-new-nodes',
      '/caches/weights',
      'nodes are bought for new pods, and a node that is new holds no weights: the pod waits for a download that the cold start does not count',
      'keep nodes ready beforehand, or read from a claim that every node mounts',
    );
  }
  unknownLoader(inputs, ledger);
}

/** Nodes that exist before the pod have their images and weights before it, too. */
function buysNodes({ stages }: ColdStartPlan): boolean {
  return stages.some(({ name, seconds }) => name === 'node' && seconds > 0);
}

function unknownLoader({ request, engine }: PlanInputs, ledger: Ledger): void {
  const { weights = 'none', weightsReadGBps } = request.caches ?? {};
  const { loadFormat } = engine;
  if (loadFormat === 'auto' || weightsReadGBps !== undefined) return;
  if (weightRate(weights, loadFormat)) return;
  ledger.warn(
    'loader-not-measured',
    '/engine/loadFormat',
    `no rate of ${loadFormat} is known where the weights are; the cold start counts with ${weightRate(weights)?.loader}`,
    'state caches.weightsReadGBps, or measured.coldStartSeconds',
  );
}

/** What the cluster must have for loader and caches. */
export function cacheRequirements({ request, engine }: PlanInputs): Requirement[] {
  const { needs } = loadFormatRow(engine.loadFormat) ?? {};
  const list: Requirement[] = [];
  if (needs)
    list.push({ what: needs, because: `--load-format=${engine.loadFormat} is no part of vLLM` });
  const { image, node, weights, compile } = request.caches ?? {};
  if (compile === true) {
    list.push({
      what: 'a file system that every node mounts read-write, with atomic rename and file locks (NFS, EFS, Filestore, CephFS; Lustre mounted with flock)',
      because: 'pods lock what they compile, write it beside each other and rename it into place',
    });
  }
  if (node === true) {
    list.push({
      what: `PriorityClass ${priorityClassOf('placeholder')}`,
      because: 'placeholder pods that name a class which does not exist are refused',
    });
  }
  if (node === 'capacity-buffer') {
    list.push({
      what: 'CRD capacitybuffers.autoscaling.x-k8s.io with v1beta1, and a node autoscaler that serves it: GKE 1.35.2, cluster-autoscaler 1.35 with its buffer controller and injection turned on, or Karpenter 1.14 with the feature gate CapacityBuffer',
      because: 'without them the buffer is refused, or is there and keeps no node',
    });
  }
  const keepsImages = image === true && hasFeature(kubernetesVersionOf(request), 'imageVolumes');
  if (weights === 'image' || keepsImages) {
    list.push({
      what: 'containerd 2.1 or CRI-O 1.31 on the nodes, and admission policies that let pods mount images',
      because:
        weights === 'image'
          ? 'weights are a volume of kind image'
          : 'the pre-puller keeps images as volumes of kind image; ImageWarming.INIT_CONTAINER needs neither',
    });
  }
  return list;
}
