import { Cursor } from '../read/cursor';
import { groupOf } from '../read/objects';
import type { ServiceView } from '../view/view';

/** By what the plain Deployment of an InferenceService is scaled; `unsaid` where the cluster decides. */
export type PredictorScaling = 'hpa' | 'keda' | 'external' | 'none' | 'unsaid';

/** Says whether KServe makes a scaler of its own. */
export const AUTOSCALER_CLASS = 'serving.kserve.io/autoscalerClass';

/** Nothing for other kinds. Source: kserve pkg/controller/v1beta1/inferenceservice/reconcilers. */
export function predictorScaling({ object }: ServiceView): PredictorScaling | undefined {
  if (object.kind !== 'InferenceService' || groupOf(object) !== 'serving.kserve.io') {
    return undefined;
  }
  const annotations = Cursor.of(object).at('metadata', 'annotations');
  const by = annotations.at(AUTOSCALER_CLASS).text;
  if (by === 'external' || by === 'none') return by;
  const mode = annotations.at('serving.kserve.io/deploymentMode').text ?? '';
  if (!/^(Standard|RawDeployment)$/.test(mode)) return 'unsaid';
  return by === 'keda' ? 'keda' : 'hpa';
}
