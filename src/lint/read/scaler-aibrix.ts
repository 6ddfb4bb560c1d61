import type { HpaBehavior } from '../../kube/hpa-behavior';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { Cursor } from './cursor';
import { parseDuration } from './duration';
import { readTarget } from './scaler-target';

/**
 * AIBrix's PodAutoscaler: an HPA over averages of pods, or a loop of its own with the same
 * arithmetic that at most halves a fleet and waits five minutes before it does
 * (`NewBaseScalingContext` of pkg/controller/podautoscaler/context).
 */
export function readPodAutoscaler(root: Cursor): ScalerView {
  const spec = root.at('spec');
  const annotations = root.at('metadata', 'annotations');
  const isHpa = spec.at('scalingStrategy').text === 'HPA';
  return {
    ...root.place,
    kind: 'hpa',
    target: readTarget(spec.at('scaleTargetRef')),
    minReplicas: spec.at('minReplicas').or(spec.at('minReplicas').number, 1),
    maxReplicas: spec.at('maxReplicas').or(spec.at('maxReplicas').number, 1),
    behavior: isHpa ? annotations.or<HpaBehavior>(undefined, {}) : ownBehavior(annotations),
    triggers: spec.at('metricsSources').maps.map(readSource),
  };
}

const DELAY = 'autoscaling.aibrix.ai/scale-down-cooldown-window';

function ownBehavior(annotations: Cursor): ScalerView['behavior'] {
  const stabilizationWindowSeconds = parseDuration(annotations.at(DELAY).text ?? '') ?? 300;
  const policies = [{ type: 'Percent', value: 50, periodSeconds: 15 }];
  return annotations.sited({ scaleDown: { stabilizationWindowSeconds, policies } });
}

const KINDS: Readonly<Record<string, TriggerView['kind']>> = {
  pod: 'metric',
  custom: 'metric',
  resource: 'resource',
};

function readSource(at: Cursor): TriggerView {
  const source = at.at('metricSourceType').text ?? '';
  const kind = Object.hasOwn(KINDS, source) ? KINDS[source] : 'other';
  const metric = at.at('targetMetric');
  const threshold = at.at('targetValue').maybe(at.at('targetValue').number);
  return {
    ...at.place,
    kind,
    type: source === 'pod' ? 'Pods' : source,
    metricType: at.or(undefined, kind === 'resource' ? 'Utilization' : 'AverageValue'),
    ...(threshold && { threshold }),
    ...(kind === 'metric' && metric.text !== undefined
      ? { metric: metric.sited(metric.text), isPerPod: source === 'pod' }
      : {}),
    ...(kind === 'resource' && metric.text !== undefined ? { resource: metric.text } : {}),
    metadata: {},
  };
}
