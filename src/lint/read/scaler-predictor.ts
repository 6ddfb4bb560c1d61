import type { ScalerView, TriggerView } from '../view/scaler-view';
import { readBehavior } from './behavior';
import type { Cursor } from './cursor';
import { ownTarget } from './scaler-target';

const CLASS = 'serving.kserve.io/autoscalerClass';
const MODE = 'serving.kserve.io/deploymentMode';

/**
 * What scales an InferenceService outside of Knative: an HPA on the CPU unless told otherwise, or
 * a ScaledObject; nothing where no more than the minimum may run.
 */
export function readPredictorScaler(root: Cursor, predictor: Cursor): ScalerView | undefined {
  const annotations = root.at('metadata', 'annotations');
  const isPlain = /^(Standard|RawDeployment)$/.test(annotations.at(MODE).text ?? '');
  const by = annotations.at(CLASS).text ?? 'hpa';
  const minReplicas = predictor.at('minReplicas').or(predictor.at('minReplicas').number, 1);
  const most = predictor.at('maxReplicas');
  const maxReplicas = most.or(most.number, minReplicas.value);
  const isKnown = by === 'keda' || by === 'hpa';
  if (!isPlain || !isKnown || maxReplicas.value <= minReplicas.value) return undefined;
  const metrics = predictor.at('autoScaling', 'metrics').maps;
  return {
    ...predictor.place,
    kind: by,
    target: ownTarget(root, predictor),
    minReplicas,
    maxReplicas,
    behavior: readBehavior(predictor.at('autoScaling', 'behavior')),
    triggers: metrics.length > 0 ? metrics.map(readMetric) : [resourceTrigger(predictor)],
  };
}

/** `scaleMetric` and `scaleTarget`, which are 80 % of the CPU where they are not given. */
function resourceTrigger(predictor: Cursor): TriggerView {
  const metric = predictor.at('scaleMetric');
  const place = metric.isWritten ? metric : predictor.at('maxReplicas');
  const target = predictor.at('scaleTarget');
  return {
    ...place.place,
    kind: 'resource',
    type: 'Resource',
    resource: metric.text || 'cpu',
    metricType: place.or(undefined, 'Utilization'),
    threshold: target.or(target.number, 80),
    metadata: {},
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  External: 'external',
  PodMetric: 'podmetric',
};

function readMetric(at: Cursor): TriggerView {
  const type = at.at('type').text ?? '';
  const source = at.at(Object.hasOwn(SOURCES, type) ? SOURCES[type] : type);
  const metric = source.at('metric');
  const query = metric.at('query');
  const address = metric.at('serverAddress');
  const resource = source.at('name').text;
  const isPrometheus = metric.at('backend').text === 'prometheus';
  const threshold = thresholdOf(source.at('target'));
  const metricType = source.at('target', 'type');
  return {
    ...at.place,
    kind: type === 'Resource' ? 'resource' : isPrometheus ? 'query' : 'other',
    type: isPrometheus ? 'prometheus' : type,
    metricType: metricType.or(
      metricType.text || undefined,
      type === 'Resource' ? 'Utilization' : 'AverageValue',
    ),
    ...(threshold && { threshold }),
    ...(type === 'Resource' && resource !== undefined ? { resource } : {}),
    ...(isPrometheus && query.text !== undefined ? { query: query.sited(query.text) } : {}),
    ...(address.text === undefined ? {} : { serverAddress: address.sited(address.text) }),
    ...(isPrometheus ? { ignoreNullValues: source.or(undefined, true) } : {}),
    metadata: metric.texts,
  };
}

function thresholdOf(target: Cursor): TriggerView['threshold'] {
  const keys = ['value', 'averageValue', 'averageUtilization'];
  const at = keys.map((key) => target.at(key)).find(({ isWritten }) => isWritten);
  return at?.maybe(at.quantity);
}
