import type { Cluster } from '../rig/cluster';
import type { KubeObject } from '../rig/objects';

/** How long the pods of a service take to come and to go, in seconds. */
export interface Pace {
  /** From the node to Ready. Without it: at once. */
  readonly load?: number;
  /** From the deletion to the end. Without it: the grace of the pod, as of a server that drains. */
  readonly drain?: number;
}

/**
 * The life of pods that kwok plays. A pod runs as soon as it has a node and is Ready when it has
 * loaded; a deleted pod of the library stays until it has drained. All others are quick.
 */
export class Stages {
  private readonly paces = new Map<string, Pace>();
  private writing = Promise.resolve();

  constructor(private readonly cluster: Cluster) {}

  async install(): Promise<void> {
    await this.cluster.attempt([
      'delete',
      'stage',
      '--ignore-not-found',
      'pod-ready',
      'pod-delete',
    ]);
    await this.write();
  }

  /** From now on, for the pods of a service that come or go. */
  async pace(namespace: string, service: string, pace: Pace): Promise<void> {
    this.paces.set(`${namespace}/${service}`, pace);
    await this.write();
  }

  /** One after another: of two at a time the older could come last. */
  private write(): Promise<void> {
    this.writing = this.writing.then(() => this.apply());
    return this.writing;
  }

  private async apply(): Promise<void> {
    await this.cluster.apply([start(), ready(this.seconds('load')), end(this.seconds('drain'))]);
  }

  private seconds(kind: keyof Pace): Record<string, number> {
    const known = [...this.paces].filter(([, pace]) => pace[kind] !== undefined);
    return Object.fromEntries(known.map(([key, pace]) => [key, pace[kind] ?? 0]));
  }
}

const SERVICE = '(.metadata.namespace + "/" + (.metadata.labels["cdk8s-llm.dev/service"] // ""))';
const lives = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };

function stage(name: string, spec: object): KubeObject {
  const resourceRef = { apiGroup: 'v1', kind: 'Pod' };
  const metadata = { name };
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata,
    spec: { resourceRef, ...spec },
  };
}

const after = (expressionFrom: string): object => ({ durationFrom: { expressionFrom } });

const start = (): KubeObject =>
  stage('pod-start', {
    selector: {
      matchExpressions: [lives, { key: '.status.phase', operator: 'In', values: ['Pending'] }],
    },
    next: { statusTemplate: status('False', 'false') + ADDRESSES },
  });

function ready(load: Readonly<Record<string, number>>): KubeObject {
  const bound =
    '(.status.conditions[] | select(.type == "PodScheduled") | .lastTransitionTime | fromdate)';
  return stage('pod-ready', {
    selector: {
      matchExpressions: [
        lives,
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        { key: '.metadata.ownerReferences.[].kind', operator: 'NotIn', values: ['Job'] },
        {
          key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
          operator: 'NotIn',
          values: ['True'],
        },
      ],
    },
    delay: after(`${bound} + (${JSON.stringify(load)}[${SERVICE}] // 0) | todate`),
    next: { statusTemplate: status('True', 'true') },
  });
}

/** Pods of the library go at the end of their grace, or as stated for their service; others at once. */
function end(drain: Readonly<Record<string, number>>): KubeObject {
  const deleted =
    '((.metadata.deletionTimestamp | fromdate) - .metadata.deletionGracePeriodSeconds)';
  const held = `(${JSON.stringify(drain)}[${SERVICE}] // .metadata.deletionGracePeriodSeconds)`;
  const isOurs = '.metadata.labels["app.kubernetes.io/managed-by"] == "cdk8s-llm"';
  return stage('pod-end', {
    selector: { matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }] },
    delay: after(`${deleted} + (if ${isOurs} then ${held} else 0 end) | todate`),
    next: { delete: true },
  });
}

function status(isReady: 'True' | 'False', containersReady: 'true' | 'false'): string {
  return `
{{ $now := Now }}
conditions:
{{ range $type := list "Initialized" "PodReadyToStartContainers" }}
- { type: {{ $type }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
{{ range $type := list "Ready" "ContainersReady" }}
- { type: {{ $type }}, status: "${isReady}", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: ${containersReady}
  started: ${containersReady}
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq (or .restartPolicy "") "Always" }}
  started: true
  state: { running: { startedAt: {{ $now | Quote }} } }
  {{ else }}
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
  {{ end }}
{{ end }}
phase: Running
startTime: {{ or .status.startTime $now | Quote }}
`;
}

/** Given once: every look at them takes new ones. */
const ADDRESSES = `
hostIP: {{ index (NodeIPsWith .spec.nodeName) 0 | Quote }}
{{ $podIPs := PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index $podIPs 0 | Quote }}
podIPs: [ { ip: {{ index $podIPs 0 | Quote }} } ]
`;
