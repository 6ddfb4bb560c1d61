import type { FallbackView, FormulaView, ScalerView, TriggerView } from '../view/scaler-view';
import { readBehavior } from './behavior';
import type { Cursor } from './cursor';
import { asFlag } from './json';
import { readTarget } from './scaler-target';

/** A ScaledObject with what KEDA assumes of what is not written. */
export function readScaledObject(root: Cursor): ScalerView {
  const spec = root.at('spec');
  return {
    ...root.place,
    kind: 'keda',
    target: readTarget(spec.at('scaleTargetRef')),
    minReplicas: spec.at('minReplicaCount').or(spec.at('minReplicaCount').number, 0),
    maxReplicas: spec.at('maxReplicaCount').or(spec.at('maxReplicaCount').number, 100),
    triggers: readTriggers(spec.at('triggers')),
    ...kedaFields(spec),
  };
}

type KedaFields = Pick<
  ScalerView,
  | 'idleReplicas'
  | 'behavior'
  | 'pollingIntervalSeconds'
  | 'cooldownSeconds'
  | 'fallback'
  | 'formula'
>;

/** What other resources take over from the API of KEDA. */
export function kedaFields(spec: Cursor): KedaFields {
  const idle = spec.at('idleReplicaCount');
  const idleReplicas = idle.maybe(idle.number);
  const fallback = readFallback(spec.at('fallback'));
  const modifiers = spec.at('advanced', 'scalingModifiers');
  const formula = readFormula(modifiers);
  return {
    ...(idleReplicas && { idleReplicas }),
    behavior: readBehavior(spec.at('advanced', 'horizontalPodAutoscalerConfig', 'behavior')),
    pollingIntervalSeconds: spec.at('pollingInterval').or(spec.at('pollingInterval').number, 30),
    cooldownSeconds: spec.at('cooldownPeriod').or(spec.at('cooldownPeriod').number, 300),
    ...(fallback && { fallback: spec.at('fallback').sited(fallback) }),
    ...(formula && { formula: modifiers.sited(formula) }),
  };
}

function readFallback(at: Cursor): FallbackView | undefined {
  const replicas = at.at('replicas').number;
  if (replicas === undefined) return undefined;
  return {
    replicas,
    failureThreshold: at.at('failureThreshold').number ?? 0,
    behavior: at.at('behavior').text || 'static',
  };
}

function readFormula(at: Cursor): FormulaView | undefined {
  const formula = at.at('formula').text;
  if (!formula) return undefined;
  return {
    formula,
    target: at.at('target').text ?? '',
    metricType: at.at('metricType').text || 'AverageValue',
  };
}

/** The triggers of a list, or of one that was written as a map. */
export function readTriggers(at: Cursor): TriggerView[] {
  const triggers = at.map === undefined ? at.maps : [at];
  return triggers.map(readTrigger);
}

const KINDS: Readonly<Record<string, TriggerView['kind']>> = {
  prometheus: 'query',
  'gcp-prometheus': 'query',
  cpu: 'resource',
  memory: 'resource',
  cron: 'cron',
};

/** What a trigger of each type calls its target. */
const THRESHOLDS = ['threshold', 'value', 'targetValue', 'metricThreshold', 'desiredReplicas'];

function readTrigger(at: Cursor): TriggerView {
  const type = at.at('type').text ?? '';
  const metadata = at.at('metadata');
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : 'other';
  const name = at.at('name').text;
  const query = metadata.at('query');
  const address = metadata.at('serverAddress');
  const ignored = metadata.at('ignoreNullValues');
  const threshold = thresholdOf(metadata);
  const cached = at.at('useCachedMetrics').flag;
  return {
    ...at.place,
    kind,
    type,
    ...(name === undefined ? {} : { name }),
    metricType: metricTypeOf(at, kind),
    ...(threshold && { threshold }),
    ...(kind === 'query' && query.text !== undefined ? { query: query.sited(query.text) } : {}),
    ...(kind === 'resource' ? { resource: type } : {}),
    ...(address.text === undefined ? {} : { serverAddress: address.sited(address.text) }),
    ...(type === 'prometheus' ? { ignoreNullValues: ignored.or(asFlag(ignored.value), true) } : {}),
    ...(cached === undefined ? {} : { usesCachedMetrics: cached }),
    metadata: metadata.texts,
  };
}

/** Resource triggers once had it in their metadata, as `type`. */
function metricTypeOf(at: Cursor, kind: TriggerView['kind']): TriggerView['metricType'] {
  const own = at.at('metricType');
  const former = at.at('metadata', 'type');
  if (kind === 'resource' && !own.text && former.text) return former.sited(former.text);
  return own.or(own.text || undefined, kind === 'resource' ? 'Utilization' : 'AverageValue');
}

function thresholdOf(metadata: Cursor): TriggerView['threshold'] {
  const key = THRESHOLDS.find((each) => metadata.at(each).isWritten);
  if (key === undefined) return undefined;
  const at = metadata.at(key);
  return at.maybe(at.quantity);
}
