import { knownName } from '../../engines/metric-registry';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { ask } from '../signal/ask';
import { fleetState } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import type { ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

export const zeroCanWake: Rule = {
  id: 'R67',
  name: 'zero-can-wake',
  severity: 'error',
  sentence: 'A service at zero is woken by something that exists without its pods.',
  why: 'The series of an engine vanish with its last pod. A trigger on them reads nothing at zero, whoever asks, and the service stays down.',
  fix: 'add a trigger on the requests that a gateway or router counts, or set minReplicaCount: 1',
  source: 'kedacore/keda pkg/scaling/executor/scale_scaledobjects.go; llm-d/llm-d#2492',
  check: (view) => view.scalers.flatMap((scaler) => problems(view, scaler)),
};

function problems(view: LintView, scaler: ScalerView): Problem[] {
  const lowest = scaler.idleReplicas ?? scaler.minReplicas;
  const queries = scalingQueries(view).filter((query) => query.scaler === scaler);
  const isZero = scaler.kind === 'keda' && lowest.value === 0;
  const areAllKnown = queries.length > 0 && queries.length === scaler.triggers.length;
  if (!isZero || !areAllKnown || !queries.every(isSilentAtZero)) return [];
  const how = lowest.isDefault ? ' (the default of KEDA)' : '';
  return [
    {
      ...lowest,
      message: `the minimum is 0${how}, and every trigger reads series that only its own pods expose: once at zero no request brings a pod back`,
    },
  ];
}

/** Of the engine itself; what a gateway or its endpoint picker counts is there without pods. */
function isSilentAtZero({ question, model, selectors }: ScalingQuery): boolean {
  const isEngine = selectors.some(
    ({ name }) => name !== undefined && knownName(name).kind === 'metric',
  );
  if (!question || !isEngine) return false;
  const answer = ask(question, fleetState(model, { replicas: 0, load: 1 }));
  return answer.kind === 'error' || (answer.kind === 'replicas' && answer.value === 0);
}
