import type { ScalerView, TriggerView } from '../view/scaler-view';
import { readBehavior } from './behavior';
import type { Cursor } from './cursor';
import { kedaFields, readTriggers } from './scaler-keda';
import { ownTarget } from './scaler-target';

/**
 * The scaler that a serving resource asks its controller for: `scaling` with `keda` or `hpa`, or
 * with one of these below the autoscaler that fills in the metric.
 */
export function readServingScaler(root: Cursor, scaling: Cursor): ScalerView | undefined {
  const owner = scaling.at('wva').map ? scaling.at('wva') : scaling;
  const keda = owner.at('keda');
  const hpa = owner.at('hpa');
  if (keda.map === undefined && hpa.map === undefined) return undefined;
  const fields = {
    ...scaling.place,
    target: ownTarget(root, scaling),
    minReplicas: scaling.at('minReplicas').or(scaling.at('minReplicas').number, 1),
    maxReplicas: scaling.at('maxReplicas').or(scaling.at('maxReplicas').number, 1),
  };
  if (keda.map === undefined) {
    return { ...fields, kind: 'hpa', behavior: readBehavior(hpa.at('behavior')), triggers: [] };
  }
  const triggers = readTriggers(keda.at('triggers')).map((each) => filledIn(each, root));
  return { ...fields, kind: 'keda', ...kedaFields(keda), triggers };
}

/** The controller renders Go templates in a query; what they stand for is the object's own name. */
function filledIn(trigger: TriggerView, { object }: Cursor): TriggerView {
  const { query } = trigger;
  if (query === undefined || !query.value.includes('{{')) return trigger;
  const value = query.value.replace(/\{\{([^{}]{0,200})\}\}/g, (_, action: string) => {
    if (action.includes('.Namespace')) return object.namespace;
    const suffix = /[`"]([\w-]*)[`"]/.exec(action)?.[1] ?? '';
    return `${object.name}${suffix}`;
  });
  return { ...trigger, query: { ...query, value } };
}
