import type { NodeRow } from '../facts/node-rows';
import { featureSince, hasFeature } from '../kube/versions';
import type { Violation } from '../violations';
import { kubernetesVersionOf } from './defaults';
import { keepsNodes } from './headroom';
import { nodeAutoscalerOf } from './node-autoscaler';
import type { PlanRequest } from './request';

/** What a new replica cannot find ready on this site. */
export function cacheViolations(request: PlanRequest, node: NodeRow | undefined): Violation[] {
  return [
    ...headroomViolations(request, node),
    ...bufferViolations(request),
    ...imageVolumeViolations(request),
  ];
}

/** Nodes that stand anyway need nobody who holds a place on them. */
function headroomViolations(
  { caches, platform }: PlanRequest,
  node: NodeRow | undefined,
): Violation[] {
  const provider = platform?.provider ?? node?.provider;
  const stated = platform?.nodeAutoscaler;
  const isKnown = stated !== undefined || provider !== undefined;
  if (!keepsNodes(caches ?? {}) || !isKnown) return [];
  if (nodeAutoscalerOf(stated, provider ?? '') !== 'none') return [];
  return [
    {
      path: '/caches/node',
      value: caches?.node,
      allowed: 'left out where nobody buys nodes: they are there already',
      fix: 'leave it out, or state who buys nodes',
    },
  ];
}

/** Nobody refuses a CapacityBuffer that nobody serves: it keeps no node, and the plan counts on one. */
function bufferViolations({ caches, platform }: PlanRequest): Violation[] {
  if (caches?.node !== 'capacity-buffer' || platform?.capacityBuffers === true) return [];
  return [
    {
      path: '/caches/node',
      value: 'capacity-buffer',
      allowed: 'placeholder pods where nobody says that the node autoscaler serves CapacityBuffers',
      fix: 'turn them on and state platform.capacityBuffers: true, or keep nodes by placeholder pods',
    },
  ];
}

/** A cluster that does not know the volume would refuse the pods. */
function imageVolumeViolations(request: PlanRequest): Violation[] {
  const version = kubernetesVersionOf(request);
  if (request.caches?.weights !== 'image' || hasFeature(version, 'imageVolumes')) return [];
  return [
    {
      path: '/caches/weights',
      value: 'image',
      allowed: `another place on Kubernetes ${version}: image volumes are on from ${featureSince.imageVolumes}`,
      fix: `state platform.kubernetesVersion ${featureSince.imageVolumes} or newer, or keep the weights on a claim`,
    },
  ];
}
