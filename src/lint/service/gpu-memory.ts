import { acceleratorRow, acceleratorRows } from '../../facts/accelerator-rows';
import { nodeRows } from '../../facts/node-rows';
import { LabelKey } from '../../kube/labels';
import { Cursor } from '../read/cursor';
import type { Place } from '../view/place';
import type { PodView } from '../view/pod-view';

/** The GPU that a pod asks nodes for, and what a driver shows of its memory. */
export interface AskedGpu extends Place {
  readonly name: string;
  readonly memoryGiB: number;
}

type Reading = readonly { readonly id: string; readonly memoryGiB: number }[];

/** What a value of a node label may stand for: several where cards of two sizes share a name. */
const LABELS: Readonly<Record<string, (value: string) => Reading>> = {
  [LabelKey.GFD_PRODUCT]: (value) => {
    // Slices are smaller, and shared ones hold others too.
    const product = value.replace(/-SHARED$/, '');
    return product.includes('MIG') ? [] : one(acceleratorRow(product));
  },
  [LabelKey.KARPENTER_GPU_NAME]: (value) =>
    acceleratorRows.filter((row) => row.nodeLabels.karpenterGpuName === value),
  [LabelKey.GKE_ACCELERATOR]: (value) => [
    ...acceleratorRows.filter((row) => row.nodeLabels.gkeAccelerator === value),
    ...nodeRows
      .filter(({ gkeAccelerator }) => gkeAccelerator === value)
      .flatMap(({ accelerator }) => one(acceleratorRow(accelerator))),
  ],
  'node.kubernetes.io/instance-type': (value) =>
    nodeRows
      .filter(({ instanceType }) => instanceType === value)
      .flatMap(({ accelerator }) => one(acceleratorRow(accelerator))),
};

function one<T>(row: T | undefined): T[] {
  return row === undefined ? [] : [row];
}

/** Nothing unless each card that the labels admit is known; then the largest of them. */
export function askedGpu(pod: PodView): AskedGpu | undefined {
  const found = [...selected(pod), ...affine(pod)];
  const known = found.flatMap(({ values, place }) => {
    const rows = values.map(({ label, value }) => LABELS[label](value));
    if (rows.length === 0 || rows.some((each) => each.length === 0)) return [];
    const [largest] = rows.flat().sort((a, b) => b.memoryGiB - a.memoryGiB);
    return [{ ...place, name: largest.id, memoryGiB: largest.memoryGiB }];
  });
  // All have to hold: the smallest is what they leave.
  return [...known].sort((a, b) => a.memoryGiB - b.memoryGiB)[0];
}

interface Asked {
  readonly values: readonly { readonly label: string; readonly value: string }[];
  readonly place: Place;
}

function selected({ object, path, spec }: PodView): Asked[] {
  const selector = new Cursor(object, [...path, 'spec'], spec).at('nodeSelector');
  return Object.entries(selector.texts)
    .filter(([label]) => Object.hasOwn(LABELS, label))
    .map(([label, value]) => ({ values: [{ label, value }], place: selector.at(label).place }));
}

/** Terms are alternatives: only where there is one it has to hold. */
function affine({ object, path, spec }: PodView): Asked[] {
  const terms = new Cursor(object, [...path, 'spec'], spec).at(
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  ).items;
  if (terms.length !== 1) return [];
  return terms[0].at('matchExpressions').maps.flatMap((each): Asked[] => {
    const label = each.at('key').text ?? '';
    if (each.at('operator').text !== 'In' || !Object.hasOwn(LABELS, label)) return [];
    const values = each.at('values').items.map(({ text = '' }) => ({ label, value: text }));
    return [{ values, place: each.at('values').place }];
  });
}
