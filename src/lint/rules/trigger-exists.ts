import { nearest } from '../../violations';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { ScalerView, TriggerView } from '../view/scaler-view';

export const triggerExists: Rule = {
  id: 'R74',
  name: 'trigger-exists',
  severity: 'error',
  sentence: 'A ScaledObject has a trigger, and of a type that KEDA knows.',
  why: 'Without a trigger the webhook of KEDA refuses the object, and where the webhook is not reached nothing is scaled. A type that no scaler has makes the whole object not ready: no HPA is made for the triggers beside it either.',
  fix: 'write a trigger of type prometheus with serverAddress, query and threshold',
  source:
    'kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, pkg/scaling/scalers_builder.go',
  check: (view) =>
    view.scalers
      .filter(({ object }) => object.kind === 'ScaledObject')
      .flatMap((scaler) => [...noTrigger(scaler), ...scaler.triggers.flatMap(misspelt)]),
};

function noTrigger({ object, triggers }: ScalerView): Problem[] {
  if (triggers.length > 0) return [];
  const message = 'there is no trigger: KEDA refuses the ScaledObject, and nothing is scaled';
  return [{ object, path: ['spec', 'triggers'], message }];
}

/** KEDA has dozens of types, and new ones with each release: only a slip is sure to be none. */
function misspelt({ type, object, path }: TriggerView): Problem[] {
  const [near] = nearest(type, ['prometheus']);
  if (near === undefined || near === type || type === 'predictkube') return [];
  const message = `KEDA has no trigger of type "${type}": it makes no HPA at all`;
  return [{ object, path: [...path, 'type'], message, fix: `write type: ${near}` }];
}
