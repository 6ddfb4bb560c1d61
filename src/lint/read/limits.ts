import type { ManifestObject } from '../view/place';
import type { NodePoolView, QuotaView } from '../view/view';
import { isAccelerator } from './accelerators';
import { Cursor } from './cursor';
import { parseDuration } from './duration';

const REQUESTS = 'requests.';

/** A ResourceQuota, with what it counts of GPUs. */
export function readQuota(object: ManifestObject): QuotaView {
  const lines = Cursor.of(object).at('spec', 'hard').entries;
  const counted = lines.flatMap(([key, line]) => {
    const resource = key.startsWith(REQUESTS) ? key.slice(REQUESTS.length) : '';
    const gpus = isAccelerator(resource) ? line.maybe(line.quantity) : undefined;
    return gpus ? [{ ...gpus, resource }] : [];
  });
  return { object, path: [], namespace: object.namespace, counted };
}

/** A NodePool of Karpenter. */
export function readNodePool(object: ManifestObject): NodePoolView {
  const spec = Cursor.of(object).at('spec');
  const nodes = spec.at('template', 'spec');
  const grace = nodes.at('terminationGracePeriod');
  const drainLimitSeconds = grace.maybe(parseDuration(grace.text ?? ''));
  const limit = spec.at('limits').entries.find(([key]) => isAccelerator(key))?.[1];
  const gpuLimit = limit?.maybe(limit.quantity);
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
    isSpot: requirements.some(takesSpot),
  };
}

function takesSpot(requirement: Cursor): boolean {
  return (
    requirement.at('key').text === 'karpenter.sh/capacity-type' &&
    requirement.at('operator').text === 'In' &&
    requirement.at('values').items.some(({ text }) => text === 'spot')
  );
}
