import { LabelKey } from '../../kube/labels';
import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import type { PodView } from '../view/pod-view';
import type { LintView, NodePoolView } from '../view/view';

export const nodeLabelScalesFromZero: Rule = {
  id: 'R35',
  name: 'node-label-scales-from-zero',
  severity: 'error',
  sentence: 'Node labels that a pod asks for are known before the node exists',
  why: 'A node autoscaler buys a node only if it knows that the node will carry the label. GPU feature discovery writes `nvidia.com/gpu.product` and its like once the node runs, so that with no such node no such node is ever bought, and the pod is Pending for ever. Karpenter says: label does not have known values.',
  fix: 'ask by a label of the provider, or declare the label in the NodePool',
  source: 'aws/karpenter-provider-aws#5073, #7535; METR/hawk#1486',
  check: (view) =>
    view.services.flatMap(({ pods }) => pods.flatMap((pod) => problemsOf(pod, view))),
};

/** Labels of GPU feature discovery, written on nodes that run. */
const DISCOVERED =
  /^(nvidia\.com\/(gpu|mig|cuda)\b|feature\.node\.kubernetes\.io\/|amd\.com\/gpu\.)/;

function problemsOf(pod: PodView, view: LintView): Problem[] {
  const asked = askedLabels(pod);
  const buyer = buyerOf(
    asked.map(({ key }) => key),
    view,
  );
  if (buyer === undefined) return [];
  const declared = new Set(view.nodePools.flatMap(({ labelKeys }) => [...labelKeys]));
  return asked
    .filter(({ key }) => DISCOVERED.test(key) && !declared.has(key))
    .map(({ key, at }) => ({
      ...at.place,
      // A node group of cluster-autoscaler may be tagged with the label.
      severity: buyer === 'cluster-autoscaler' ? 'warning' : 'error',
      message: `'${key}' is written on nodes that already run: ${buyer} never buys the first one for this pod`,
      fix: FIXES[buyer],
    }));
}

type Buyer = 'Karpenter' | 'GKE' | 'cluster-autoscaler';

const FIXES: Readonly<Record<Buyer, string>> = {
  Karpenter: `ask by ${LabelKey.KARPENTER_GPU_NAME} or node.kubernetes.io/instance-type`,
  GKE: `ask by ${LabelKey.GKE_ACCELERATOR}`,
  'cluster-autoscaler':
    'ask by node.kubernetes.io/instance-type, or tag the node group with k8s.io/cluster-autoscaler/node-template/label and the key',
};

/** Who buys nodes for pods that ask by these labels; nothing where the nodes may be there already. */
function buyerOf(asked: readonly string[], { site, nodePools }: LintView): Buyer | undefined {
  const says = (prefix: RegExp): boolean => asked.some((key) => prefix.test(key));
  if (site.nodeAutoscaler === 'none') return undefined;
  if (site.nodeAutoscaler === 'karpenter' || says(/^karpenter\./)) return 'Karpenter';
  if (site.nodeAutoscaler === 'gke' || says(/^cloud\.google\.com\/gke-/)) return 'GKE';
  if (site.nodeAutoscaler === 'cluster-autoscaler') return 'cluster-autoscaler';
  return nodePools.some(isForGpus) ? 'Karpenter' : undefined;
}

function isForGpus({ object, gpuLimit, labelKeys }: NodePoolView): boolean {
  const taints = Cursor.of(object).at('spec', 'template', 'spec', 'taints').maps;
  const isTainted = taints.some((taint) => /gpu/.test(taint.at('key').text ?? ''));
  return gpuLimit !== undefined || isTainted || [...labelKeys].some((key) => /gpu/.test(key));
}

/** Of the node selector and of required node affinity. */
function askedLabels({ object, path, spec, nodeSelector }: PodView): { key: string; at: Cursor }[] {
  const root = new Cursor(object, [...path, 'spec'], spec);
  const terms = root.at(
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  // Terms are alternatives: only where there is one it has to hold.
  const expressions = terms.items.length === 1 ? terms.items[0].at('matchExpressions').maps : [];
  return [
    ...Object.keys(nodeSelector.value).map((key) => ({ key, at: root.at('nodeSelector', key) })),
    ...expressions
      .filter((each) => ['In', 'Exists'].includes(each.at('operator').text ?? ''))
      .flatMap((each) => {
        const key = each.at('key').text;
        return key === undefined ? [] : [{ key, at: each.at('key') }];
      }),
  ];
}
