import { readObjects } from '../../../src/lint/read/read';
import { type ScalingQuery, scalingQueries } from '../../../src/lint/signal/scaling-query';
import type { JsonObject } from '../../../src/lint/view/place';
import type { LintView } from '../../../src/lint/view/view';

export interface Trigger {
  readonly query: string;
  readonly threshold: string;
  readonly metricType?: string;
  readonly ignoreNullValues?: string;
  readonly min?: number;
  readonly max?: number;
  readonly behavior?: JsonObject;
  /** `--max-num-seqs` */
  readonly slots?: number;
  readonly version?: string;
}

/** A Deployment of vLLM that one trigger of KEDA scales. */
export function viewOf(trigger: Trigger): LintView {
  return readObjects([deployment(trigger), scaledObject(trigger)], 'app.yaml').view;
}

export function queryOf(trigger: Trigger): ScalingQuery {
  const [query] = scalingQueries(viewOf(trigger));
  return query;
}

function deployment({ slots = 100, version = '0.32.0' }: Trigger): JsonObject {
  const container = {
    name: 'vllm',
    image: `vllm/vllm-openai:v${version}`,
    command: ['vllm', 'serve', '/models/m'],
    args: [`--max-num-seqs=${slots}`],
    resources: { limits: { 'nvidia.com/gpu': '1' } },
  };
  const labels = { app: 'chat' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'chat', namespace: 'serving' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

function scaledObject(trigger: Trigger): JsonObject {
  const { query, threshold, metricType, ignoreNullValues, min = 2, max = 20, behavior } = trigger;
  const metadata = {
    serverAddress: 'http://prometheus:9090',
    query,
    threshold,
    ...(ignoreNullValues && { ignoreNullValues }),
  };
  const advanced = { horizontalPodAutoscalerConfig: { behavior: behavior ?? {} } };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'chat', namespace: 'serving' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
      minReplicaCount: min,
      maxReplicaCount: max,
      ...(behavior && { advanced }),
      triggers: [{ type: 'prometheus', metadata, ...(metricType && { metricType }) }],
    },
  };
}
