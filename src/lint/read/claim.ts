import type { ClaimView } from '../view/view';
import type { Cursor } from './cursor';

/** A claim, or the template of one for each pod. */
export function readClaim(claim: Cursor, isPerPod: boolean): ClaimView {
  return {
    ...claim.place,
    name: claim.at('metadata', 'name').text ?? '',
    accessModes: claim.at('spec', 'accessModes').items.flatMap(({ text }) => text ?? []),
    isPerPod,
  };
}
