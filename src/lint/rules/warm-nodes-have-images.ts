import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { titleOf } from '../service/titles';
import { type ImagePuller, imagePullers, type WarmNodes, warmNodes } from '../service/warm-nodes';
import type { LintView } from '../view/view';

export const warmNodesHaveImages: Rule = {
  id: 'R28',
  name: 'warm-nodes-have-images',
  severity: 'warning',
  sentence: 'Nodes that are kept ready have the image of the engine',
  why: 'A CapacityBuffer or a placeholder pod keeps a node and nothing on it. The first pod that gets the node still pulls an image of 10 GB and more, which takes 2 to 6 minutes: most of what the warm node was to save.',
  fix: 'add a DaemonSet that holds the image of the engine on these nodes',
  source: 'modelplaneai/modelplane#341; kubernetes/autoscaler: proposals/buffers.md',
  check: (view: LintView) => {
    const pullers = imagePullers(view);
    return warmNodes(view).flatMap((warm) => problemsOf(warm, view, pullers));
  },
};

/** A node that brings the image along, from its boot disk. */
const BOOT_DISK = /secondary-boot-disk/;

function problemsOf(warm: WarmNodes, view: LintView, pullers: readonly ImagePuller[]): Problem[] {
  const selected = warm.pod.at('nodeSelector').texts;
  if (Object.keys(selected).some((key) => BOOT_DISK.test(key))) return [];
  const served = view.services
    .flatMap(({ pods }) => pods)
    .filter(({ server, gpus, nodeSelector }) => {
      return server?.engine && gpus > 0 && agree(nodeSelector.value, selected);
    })
    .flatMap(({ server }) => server?.image.value || []);
  const missing = [...new Set(served)].filter(
    (image) => !pullers.some((puller) => puller.images.has(image) && reaches(puller, warm)),
  );
  if (missing.length === 0) return [];
  const unreached = pullers.find((puller) => puller.images.has(missing[0]));
  const { object } = warm;
  const { path } = Cursor.of(object).at('spec');
  const subject = `${titleOf(object)} keeps nodes without '${missing[0]}'`;
  return [
    unreached
      ? {
          object,
          path,
          message: `${subject}: ${titleOf(unreached.object)} holds it on other nodes only`,
          fix: `give ${titleOf(unreached.object)} the nodeSelector and the tolerations of ${titleOf(object)}`,
        }
      : {
          object,
          path,
          message: `${subject}: nothing here pulls it before a pod does`,
          fix: `add a DaemonSet with the same nodeSelector and tolerations that holds '${missing[0]}'`,
        },
  ];
}

/** No key of which both want a different value. */
function agree(
  some: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(some).every(([key, value]) => (others[key] ?? value) === value);
}

/** A DaemonSet runs on nodes whose labels it does not exclude and whose taints it tolerates too. */
function reaches({ pod }: ImagePuller, warm: WarmNodes): boolean {
  if (!pod) return true;
  const tolerated = pod.at('tolerations').maps.map((each) => each.at('key').text);
  const needed = warm.pod
    .at('tolerations')
    .maps.filter((each) => each.at('effect').text !== 'PreferNoSchedule')
    .flatMap((each) => each.at('key').text ?? []);
  return (
    agree(pod.at('nodeSelector').texts, warm.pod.at('nodeSelector').texts) &&
    needed.every((key) => tolerated.includes(key) || tolerated.includes(undefined))
  );
}
