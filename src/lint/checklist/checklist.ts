import type { Finding } from '../finding';
import type { ManifestObject } from '../view/place';
import type { LintView, ServiceView } from '../view/view';
import type { ChecklistItem, Judged, Judgement } from './item';
import { calmScaleDown, headroom, scaledByLoad, twoReplicas } from './scaling-items';
import {
  costIsSeen,
  drains,
  imageIsPulled,
  isValidated,
  readyWhenLoaded,
  weightsAreShared,
} from './serving-items';

/** The ten points of the field's checklist, in its order. */
const ITEMS: readonly (readonly [item: string, judge: (judged: Judged) => Judgement])[] = [
  ['scaled by what the engine has to do, not by CPU', scaledByLoad],
  ['scale-down waits at least 5 minutes', calmScaleDown],
  ['a pod that leaves finishes its answers', drains],
  ['ready only when the model is loaded', readyWhenLoaded],
  ['the image is pulled ahead by a DaemonSet', imageIsPulled],
  ['weights are shared, and not in every pod', weightsAreShared],
  ['two replicas at least', twoReplicas],
  ['warm headroom of 20 to 30 %', headroom],
  ['capacity is validated by a benchmark', isValidated],
  ['cost is followed', costIsSeen],
];

/** Judges every service by intent: another way to the same end passes. */
export function checklist(view: LintView, findings: readonly Finding[]): readonly ChecklistItem[] {
  return view.services.flatMap((service) => {
    const judged = { view, service, findings: findings.filter(isAbout(service)) };
    const { kind, namespace, name } = service;
    return ITEMS.map(([item, judge], index) => ({
      number: index + 1,
      item,
      ...judge(judged),
      service: `${kind} ${namespace}/${name}`,
    }));
  });
}

/** A finding of the workload itself, or of an object that belongs to it. */
function isAbout(service: ServiceView): (finding: Finding) => boolean {
  const { scalers, budgets, monitors, endpoints, claims } = service;
  const own = [service, ...scalers, ...budgets, ...monitors, ...endpoints, ...claims];
  const objects = new Set<ManifestObject>(own.map(({ object }) => object));
  return ({ object }) => objects.has(object);
}
