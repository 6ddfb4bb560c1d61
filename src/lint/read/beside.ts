import { parseQuantity } from '../../kube/quantity';
import type { ManifestObject } from '../view/place';
import type { BudgetView, ClaimView, EndpointView, NodePoolView, QuotaView } from '../view/view';
import { isAccelerator } from './accelerators';
import { Cursor } from './cursor';
import { parseDuration } from './duration';

export function readBudget(object: ManifestObject): BudgetView {
  const spec = Cursor.of(object).at('spec');
  const minAvailable = shareOf(spec.at('minAvailable'));
  const maxUnavailable = shareOf(spec.at('maxUnavailable'));
  return {
    object,
    path: [],
    selector: spec.at('selector').map ?? {},
    ...(minAvailable && { minAvailable }),
    ...(maxUnavailable && { maxUnavailable }),
    unhealthyPodEvictionPolicy: spec.at('unhealthyPodEvictionPolicy').text || 'IfHealthyBudget',
  };
}

function shareOf(at: Cursor): BudgetView['minAvailable'] {
  return at.maybe(at.number ?? at.text);
}

export function readEndpoint(object: ManifestObject): EndpointView {
  const root = Cursor.of(object);
  return {
    object,
    path: [],
    name: object.name,
    labels: root.at('metadata', 'labels').texts,
    ports: root.at('spec', 'ports').maps.flatMap((port) => {
      const name = port.at('name').text;
      const target = port.at('targetPort');
      const targetPort = target.number ?? target.text ?? port.at('port').number;
      if (targetPort === undefined) return [];
      return [{ ...(name === undefined ? {} : { name }), targetPort }];
    }),
  };
}

/** A claim, or the template of one for each pod. */
export function readClaim(claim: Cursor, isPerPod: boolean): ClaimView {
  return {
    ...claim.place,
    name: claim.at('metadata', 'name').text ?? '',
    accessModes: claim.at('spec', 'accessModes').items.flatMap(({ text }) => text ?? []),
    isPerPod,
  };
}

export function readQuota(object: ManifestObject): QuotaView {
  const lines = Cursor.of(object).at('spec', 'hard').entries;
  const line = lines.find(([key]) => isAccelerator(key.replace(/^(requests|limits)\./, '')));
  const gpus = line?.[1].maybe(parseQuantity(line[1].text ?? ''));
  return {
    object,
    path: [],
    namespace: object.namespace,
    ...(gpus && line ? { gpus, gpuKey: line[0] } : {}),
  };
}

/** A NodePool of Karpenter, or a Provisioner of its betas. */
export function readNodePool(object: ManifestObject): NodePoolView {
  const spec = Cursor.of(object).at('spec');
  const nodes = spec.at('template', 'spec');
  const grace = nodes.at('terminationGracePeriod');
  const drainLimitSeconds = grace.maybe(parseDuration(grace.text ?? ''));
  const limit = spec.at('limits').entries.find(([key]) => isAccelerator(key))?.[1];
  const gpuLimit = limit?.maybe(parseQuantity(limit.text ?? ''));
  const requirements = nodes.at('requirements').maps;
  const labels = Object.keys(spec.at('template', 'metadata', 'labels').texts);
  const keys = requirements.flatMap((each) => each.at('key').text ?? []);
  return {
    object,
    path: [],
    kind: 'karpenter',
    ...(drainLimitSeconds && { drainLimitSeconds }),
    ...(gpuLimit && { gpuLimit }),
    labelKeys: new Set([...labels, ...keys]),
    isSpot: requirements.some(
      (each) =>
        each.at('key').text === 'karpenter.sh/capacity-type' &&
        each.at('operator').text === 'In' &&
        each.at('values').items.some(({ text }) => text === 'spot'),
    ),
  };
}
