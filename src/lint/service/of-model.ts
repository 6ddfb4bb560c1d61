import type { ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';
import { modelScalers } from './of-scaler';

/** Scalers of models, and those that stand in one file with a model: what they miss may be it. */
export function scalersNearModels(view: LintView): readonly ScalerView[] {
  const known = new Set(modelScalers(view));
  const files = new Set(view.services.map(({ object }) => object.file));
  return view.scalers.filter(
    (scaler) =>
      known.has(scaler) ||
      scaler.target.kind === 'LeaderWorkerSet' ||
      files.has(scaler.object.file),
  );
}
