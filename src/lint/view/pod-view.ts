import type { EngineView } from './engine-view';
import type { JsonObject, Place, Sited } from './place';

/** The pods of one template: all of a Deployment, or the leaders or workers of groups. */
export interface PodView extends Place {
  /** `server` answers requests, alone or as the leader of its group. */
  readonly role: 'server' | 'worker';
  /** Pods of this template in one replica. */
  readonly count: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Without init containers. */
  readonly containers: readonly ContainerView[];
  /** Those that end before the pod starts, and native sidecars. */
  readonly initContainers: readonly ContainerView[];
  /** The container that serves; absent where the controller of a custom resource adds it. */
  readonly server?: ContainerView;
  /** A controller completes the pods: what is not written here may be there all the same. */
  readonly isPartial?: boolean;
  /** GPUs of one pod, the larger of what its containers ask together and one init container. */
  readonly gpus: number;
  readonly graceSeconds: Sited<number>;
  readonly nodeSelector: Sited<Readonly<Record<string, string>>>;
  readonly volumes: readonly VolumeView[];
  /** The `spec` of the pod as written. */
  readonly spec: JsonObject;
}

export interface ContainerView extends Place {
  readonly name: string;
  readonly image: Sited<string>;
  /** `command` and `args` as one list; where a shell runs a script, the words of its last command. */
  readonly words: readonly string[];
  /** The script of `sh -c`, as written. */
  readonly script?: string;
  /** A shell is PID 1 and stays: it runs the server without `exec`, and passes no SIGTERM on. */
  readonly isBehindShell: boolean;
  /** `restartPolicy: Always` of an init container. */
  readonly isNativeSidecar: boolean;
  /** Literal values; variables from Secrets, ConfigMaps and fields are in `fromElsewhere`. */
  readonly env: ReadonlyMap<string, Sited<string>>;
  readonly fromElsewhere: ReadonlySet<string>;
  readonly ports: readonly PortView[];
  readonly probes: Readonly<Partial<Record<'startup' | 'readiness' | 'liveness', ProbeView>>>;
  readonly preStop?: PreStopView;
  readonly gpus: number;
  readonly gpuResource?: string;
  readonly mounts: readonly { readonly volume: string; readonly path: string }[];
  readonly engine?: EngineView;
  /** As written. */
  readonly content: JsonObject;
}

export interface PortView {
  readonly name?: string;
  readonly number: number;
}

export interface ProbeView extends Place {
  readonly kind: 'http' | 'tcp' | 'exec' | 'grpc';
  /** Of an HTTP probe. */
  readonly httpPath?: string;
  /** Of an HTTP or TCP probe, by number or by the name of a port of the container. */
  readonly port?: string | number;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** What happens between a pod's deletion and SIGTERM. */
export interface PreStopView extends Place {
  readonly kind: 'sleep' | 'exec' | 'http';
  /** What the hook takes however idle the server is, in seconds. */
  readonly leastSeconds: number;
  /** What it takes at most; absent where nothing bounds it. */
  readonly mostSeconds?: number;
  /** Paths of the engine that it calls: `/shutdown` of `curl -X POST localhost:8000/shutdown`. */
  readonly calls: readonly string[];
  /** It reads gauges of the engine and waits for them. */
  readonly pollsGauges: boolean;
  /** The text that is run. */
  readonly text: string;
}

export interface VolumeView extends Place {
  readonly name: string;
  readonly kind: 'claim' | 'empty-dir' | 'memory' | 'host-path' | 'image' | 'other';
  /** Of a claim. */
  readonly claimName?: string;
}
