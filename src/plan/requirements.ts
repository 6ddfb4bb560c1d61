import type { Requirement } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import { IMAGES_DURING_UPGRADE, imagesGiB } from '../capacity/image-disk';
import { GIB } from '../capacity/memory';
import { nodeAutoscalerOf } from '../capacity/node-autoscaler';
import type { PlanInputs } from '../capacity/resolve';
import { readGBps, weightRate } from '../facts/loaders';
import { cacheRequirements } from './cache-warnings';
import { readyMetricOf } from './scaling-section';

/** What the cluster must have before the manifests of this plan work. */
export function requirements(inputs: PlanInputs, candidate: Candidate): Requirement[] {
  const { request, accelerator } = inputs;
  const list: Requirement[] = [
    {
      what: `device plugin for ${accelerator.resourceName}`,
      because: 'pods request GPUs by that name',
    },
  ];
  list.push(diskRequirement(inputs, candidate));
  list.push(...claimRequirement(inputs, candidate));
  list.push(...cacheRequirements(inputs));
  if (nodeAutoscalerOf(request.platform?.nodeAutoscaler, candidate.node.provider) === 'karpenter') {
    list.push({
      what: 'a Karpenter that reads do-not-disrupt as a duration',
      because:
        'pods are left alone while they load; an older one ignores the value and may move them',
    });
  }
  if (accelerator.vendor === 'amd') {
    list.push({
      what: '/dev/kfd and /dev/dri open to everybody on the nodes (a udev rule with mode 0666)',
      because: 'pods run without root, and the groups of those devices differ from node to node',
    });
  }
  if (candidate.nodes > 1) {
    list.push({
      what: 'Kubernetes 1.31 or newer',
      because: 'workers follow their own leader by matchLabelKeys',
    });
  }
  if (request.workload !== 'deployment') {
    list.push({
      what: 'CRD leaderworkersets.leaderworkerset.x-k8s.io and its controller, 0.9 or newer',
      because: 'a replica is a LeaderWorkerSet group',
    });
  }
  if (request.traffic) list.push(...scalerRequirements(inputs));
  const { fabric } = candidate.node;
  if (candidate.nodes > 1 && fabric.resource) {
    list.push({
      what: `device plugin for ${fabric.resource}, unlimited memlock in the container runtime, and an image with the plugin of NCCL for ${fabric.kind}`,
      because: `the ${candidate.nodes} nodes of a replica talk over ${fabric.kind}`,
    });
  }
  return list;
}

/** A slower file system is not slow but fatal: the probe ends the pod, and it reads again. */
function claimRequirement(
  { request, engine }: PlanInputs,
  { weights, gpus }: Candidate,
): Requirement[] {
  const { weights: kind, weightsReadGBps } = request.caches ?? {};
  const rate =
    kind === 'shared-claim' ? (weightRate(kind, engine.loadFormat) ?? weightRate(kind)) : undefined;
  if (!rate || weights.checkpointBytes === 0) return [];
  const gbps = weightsReadGBps ?? readGBps(rate, gpus);
  return [
    {
      what: `${gbps.toFixed(1)} GB/s from the weights' claim for every pod that loads at the same time`,
      because:
        'cold start and startup budget count on it; state caches.weightsReadGBps for another',
    },
  ];
}

/** Nodes boot with 20 to 100 GiB; their NVMe counts only where the node's own set-up says so. */
function diskRequirement({ request }: PlanInputs, { weights, node }: Candidate): Requirement {
  const beside: Readonly<Record<string, string>> = {
    none: ', and every pod downloads the weights',
    image: ', and the weights are an image too',
  };
  const because =
    weights.checkpointBytes > 0 ? beside[request.caches?.weights ?? 'none'] : undefined;
  const asFiles = because === undefined ? 0 : weights.checkpointBytes / GIB;
  return {
    what: `${imagesGiB(IMAGES_DURING_UPGRADE, asFiles)} GiB of ephemeral storage on ${node.id} beside the caches`,
    because: `two images lie side by side during an upgrade${because ?? ''}; boot disks are smaller than the local NVMe`,
  };
}

function scalerRequirements({ request }: PlanInputs): Requirement[] {
  const list: Requirement[] = [
    { what: 'KEDA 2.19 or newer', because: 'the ScaledObject drives the replicas' },
    {
      what: 'KEDA may get and patch */scale of the workload (rbac.scaledRefKinds)',
      because: 'hardened installations list the kinds KEDA may scale',
    },
    {
      what: 'a metrics backend that scrapes the pods every few seconds',
      because: 'the trigger reads vLLM gauges through it',
    },
  ];
  list.push({
    what: "KEDA's operator scraped into the same metrics backend",
    because:
      'the alert keda-down reads keda_build_info; nothing else shows that scaling stands still',
  });
  if (request.scaling?.forecast) list.push(...forecastRequirements());
  if (request.scaling?.scaleToZero) {
    list.push({
      what: 'a front door that holds or refuses requests while there is no pod, and counts them from the first one on',
      because:
        'its series is all that wakes the service: one that appears with the first request misses it',
    });
  }
  if (request.platform?.kubeStateMetrics ?? true) {
    list.push({
      what: `kube-state-metrics in the same metrics backend, with ${readyMetricOf(request)}`,
      because: 'queries compare scraped pods with Ready pods, so that blindness is not idleness',
    });
  }
  return list;
}

function forecastRequirements(): Requirement[] {
  return [
    {
      what: 'a rule evaluation that takes the recording rule of this namespace and writes to the backend that KEDA reads',
      because: 'the forecast looks at what was recorded a week ago',
    },
    {
      what: 'metrics kept for 8 days or longer',
      because: 'the forecast answers 0 where last week is gone',
    },
  ];
}
