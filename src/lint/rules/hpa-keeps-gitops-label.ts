import { AnnotationKey } from '../../kube/labels';
import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import { titleOf } from '../service/titles';
import type { ScalerView } from '../view/scaler-view';

export const hpaKeepsGitopsLabel: Rule = {
  id: 'R59',
  name: 'hpa-keeps-gitops-label',
  severity: 'warning',
  sentence: 'The HPA that KEDA makes does not carry the label of the GitOps tool',
  why: 'KEDA copies every label of a ScaledObject to its HPA. Argo CD finds what it owns by its label, sees an HPA that is in no file, and prunes it at each sync; until KEDA makes it anew nothing scales.',
  fix: `annotate the ScaledObject with ${AnnotationKey.KEDA_HPA_EXCLUDED_LABELS}: argocd.argoproj.io/instance`,
  source:
    'kedacore/keda#6849; measured: KEDA 2.21, labels copied and the annotation honoured, 2026-11-23',
  check: (view) => modelScalers(view).flatMap(problemsOf),
};

/** What Argo CD finds its objects by, where an installation names a key of its own. */
const TRACKING = 'argocd.argoproj.io/instance';

function problemsOf({ object }: ScalerView): Problem[] {
  const metadata = Cursor.of(object).at('metadata');
  const label = metadata.at('labels', TRACKING);
  const excluded = metadata.at('annotations', AnnotationKey.KEDA_HPA_EXCLUDED_LABELS).text ?? '';
  if (object.kind !== 'ScaledObject' || !label.isWritten) return [];
  if (excluded.split(/[\s,]+/).includes(TRACKING)) return [];
  const message = `${titleOf(object)} hands '${TRACKING}' on to its HPA, which Argo CD then prunes as its own`;
  return [{ ...label.place, message }];
}
