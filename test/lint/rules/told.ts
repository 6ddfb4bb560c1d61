import { readFiles } from '../../../src/lint/read/read';
import type { Rule } from '../../../src/lint/rule';
import type { SiteFacts } from '../../../src/lint/view/view';

/** What a rule says of documents that are one file: severity, place, message. */
export function told(rule: Rule, documents: readonly string[], site: SiteFacts = {}): string[] {
  const { view, errors } = readFiles([{ file: 'a.yaml', text: documents.join('\n---\n') }], site);
  expect(errors).toEqual([]);
  return rule
    .check(view)
    .map(
      ({ severity = rule.severity, path, message }) => `${severity} ${path.join('.')}: ${message}`,
    );
}

/** The severities alone, for cases of which the fixtures show the words. */
export const severities = (...question: Parameters<typeof told>): string[] =>
  told(...question).map((line) => line.slice(0, line.indexOf(' ')));

interface Chat {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly image?: string;
  /** Words after the image, as a flow list. */
  readonly command?: string;
  readonly gpus?: number | string;
  /** Lines of `spec`, of the pod's spec and of the container, each at its own first column. */
  readonly spec?: string;
  readonly pod?: string;
  readonly container?: string;
}

/** A server of a small model, whose pod is Ready when it serves. */
export function chat(parts: Chat = {}): string {
  const { kind = 'Deployment', apiVersion = 'apps/v1', image = 'vllm/vllm-openai:v0.32.0' } = parts;
  const { command = '[vllm, serve, /models/qwen3-8b]', gpus = 1 } = parts;
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: chat, namespace: llm }
spec:
  selector: { matchLabels: { app: chat } }
${indented(parts.spec, 2)}
  template:
    metadata: { labels: { app: chat } }
    spec:
${indented(parts.pod, 6)}
      containers:
      - name: main
        image: ${image}
        command: ${command}
        ports: [{ name: http, containerPort: 8000 }]
${gpus === 0 ? '' : `        resources: { limits: { nvidia.com/gpu: ${gpus} } }`}
${indented(parts.container, 8)}
`;
}

/** A ScaledObject of the server, by requests in flight. */
export function scaler(bounds = 'minReplicaCount: 2\nmaxReplicaCount: 6', name = 'chat'): string {
  return `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: ${name}, namespace: llm }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: chat }
${indented(bounds, 2)}
  triggers:
  - type: prometheus
    metadata:
      serverAddress: http://prometheus:9090
      query: sum(vllm:num_requests_running{namespace="llm"})
      threshold: "60"
`;
}

export function claim(mode: string, name = 'models'): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: llm }
spec:
  accessModes: [${mode}]
  resources: { requests: { storage: 100Gi } }
`;
}

export const MODELS = `
volumes: [{ name: models, persistentVolumeClaim: { claimName: models } }]
`;

function indented(lines = '', by: number): string {
  return lines.trim().replace(/^/gm, ' '.repeat(by));
}
