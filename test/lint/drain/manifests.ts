import type { Problem } from '../../../src/lint/finding';
import { readObjects } from '../../../src/lint/read/read';
import type { Rule } from '../../../src/lint/rule';
import type { JsonObject } from '../../../src/lint/view/place';
import type { LintView, SiteFacts } from '../../../src/lint/view/view';

/** What a test says of a server; the rest is a vLLM on one GPU that goes without a loss. */
export interface Server {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly preStop?: JsonObject;
  readonly probes?: JsonObject;
  /** Of the pod: grace period, node selector and others. */
  readonly pod?: JsonObject;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Annotations of the workload. */
  readonly own?: Readonly<Record<string, string>>;
}

export const vllm = (version: string): string => `vllm/vllm-openai:v${version}`;

export const slept = (seconds: number): JsonObject => ({ sleep: { seconds } });

export const shell = (script: string): JsonObject => ({
  exec: { command: ['/bin/sh', '-c', script] },
});

export function deployment(server: Server): JsonObject {
  const { env = {}, labels, annotations, preStop, probes, pod } = server;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'chat', namespace: 'serving', annotations: server.own ?? {} },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'chat' } },
      template: {
        metadata: { labels: { app: 'chat', ...labels }, ...(annotations && { annotations }) },
        spec: {
          containers: [
            {
              name: 'vllm',
              image: server.image ?? vllm('0.32.0'),
              command: server.command ?? ['vllm', 'serve', '/models/qwen3-8b'],
              args: server.args ?? ['--shutdown-timeout=60'],
              env: Object.entries(env).map(([name, value]) => ({ name, value })),
              resources: { limits: { 'nvidia.com/gpu': 1 } },
              ...(preStop && { lifecycle: { preStop } }),
              ...probes,
            },
          ],
          terminationGracePeriodSeconds: 100,
          ...pod,
        },
      },
    },
  };
}

export function viewOf(
  server: Server,
  others: readonly JsonObject[] = [],
  site: SiteFacts = {},
): LintView {
  return readObjects([deployment(server), ...others], 'chat.yaml', site).view;
}

/** What a rule says of a server: its severity, and the whole problem. */
export function found(
  rule: Rule,
  server: Server,
  others: readonly JsonObject[] = [],
  site: SiteFacts = {},
): Problem[] {
  return rule
    .check(viewOf(server, others, site))
    .map((problem) => ({ ...problem, severity: problem.severity ?? rule.severity }));
}

export const scaledObject = (spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'chat', namespace: 'serving' },
  spec: {
    scaleTargetRef: { name: 'chat' },
    minReplicaCount: 2,
    maxReplicaCount: 8,
    triggers: [
      {
        type: 'prometheus',
        metadata: {
          serverAddress: 'http://prometheus:9090',
          query: 'sum(vllm:num_requests_running{namespace="serving"})',
          threshold: '64',
        },
      },
    ],
    ...spec,
  },
});

/** What a rule says of a ScaledObject whose workload is elsewhere. */
export function foundOf(
  rule: Rule,
  spec: JsonObject,
  others: readonly JsonObject[] = [],
  site: SiteFacts = {},
): Problem[] {
  const { view } = readObjects([scaledObject(spec), ...others], 'chat.yaml', site);
  return rule
    .check(view)
    .map((problem) => ({ ...problem, severity: problem.severity ?? rule.severity }));
}
