import type { ScalerView, TriggerView } from '../view/scaler-view';
import { readBehavior } from './behavior';
import type { Cursor } from './cursor';
import { ownTarget, readTarget } from './scaler-target';

/** An HPA of autoscaling/v2, its betas, or of v1, which knows only the CPU. */
export function readHpa(root: Cursor): ScalerView {
  const spec = root.at('spec');
  return { ...hpaFields(spec), ...root.place, target: readTarget(spec.at('scaleTargetRef')) };
}

/** The fields of an HPA inside of the object that is scaled. */
export function readOwnHpa(root: Cursor, spec: Cursor): ScalerView {
  return { ...hpaFields(spec), ...spec.place, target: ownTarget(root, spec) };
}

function hpaFields(spec: Cursor): Omit<ScalerView, 'object' | 'path' | 'target'> {
  const metrics = spec.at('metrics').maps;
  return {
    kind: 'hpa',
    minReplicas: spec.at('minReplicas').or(spec.at('minReplicas').number, 1),
    maxReplicas: spec.at('maxReplicas').or(spec.at('maxReplicas').number, 1),
    behavior: readBehavior(spec.at('behavior')),
    triggers: metrics.length > 0 ? metrics.map(readMetric) : [cpuOnly(spec)],
  };
}

/** Without metrics an HPA keeps the CPU at 80 % of what is requested. */
function cpuOnly(spec: Cursor): TriggerView {
  const target = spec.at('targetCPUUtilizationPercentage');
  const place = target.isWritten ? target : spec.at('metrics');
  return {
    ...place.place,
    kind: 'resource',
    type: 'Resource',
    resource: 'cpu',
    metricType: place.or(undefined, 'Utilization'),
    threshold: target.or(target.number, 80),
    metadata: {},
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function readMetric(at: Cursor): TriggerView {
  const type = at.at('type').text ?? '';
  const source = at.at(Object.hasOwn(SOURCES, type) ? SOURCES[type] : type);
  const target = source.at('target');
  const isResource = /Resource$/.test(type);
  const resource = source.at('name').text;
  const metric = source.at('metric', 'name');
  const name = metric.text ?? source.at('metricName').text;
  const isKnown = Object.hasOwn(SOURCES, type);
  const threshold = thresholdOf(source);
  return {
    ...at.place,
    kind: isResource ? 'resource' : isKnown ? 'metric' : 'other',
    type,
    ...(name === undefined ? {} : { name }),
    metricType: metricTypeOf(target, isResource, type),
    ...(threshold && { threshold }),
    ...(isResource && resource !== undefined ? { resource } : {}),
    ...(!isResource && name !== undefined ? { metric: metric.sited(name) } : {}),
    ...(isResource ? {} : { isPerPod: type === 'Pods' }),
    metadata: {},
  };
}

const TARGETS = [
  ['averageUtilization', 'Utilization'],
  ['averageValue', 'AverageValue'],
  ['value', 'Value'],
] as const;

function metricTypeOf(
  target: Cursor,
  isResource: boolean,
  type: string,
): TriggerView['metricType'] {
  const stated = target.at('type');
  const [, implied] = TARGETS.find(([key]) => target.at(key).isWritten) ?? [];
  const usual = isResource ? 'Utilization' : type === 'Object' ? 'Value' : 'AverageValue';
  return stated.or(stated.text || undefined, implied ?? usual);
}

/** Of v2, and of its betas, which had no `target`. */
function thresholdOf(source: Cursor): TriggerView['threshold'] {
  const former = ['targetAverageUtilization', 'targetAverageValue', 'targetValue'] as const;
  const places = [
    ...TARGETS.map(([key]) => source.at('target', key)),
    ...former.map((key) => source.at(key)),
  ];
  const at = places.find(({ isWritten }) => isWritten);
  return at?.maybe(at.quantity);
}
