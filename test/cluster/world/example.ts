import type { PlanRequest } from '../../../src/capacity/request';
import { AnnotationKey } from '../../../src/kube/labels';
import { exampleObjects } from '../../example-objects';
import type { KubeObject } from '../rig/objects';

export { exampleNames } from '../../example-objects';

/** The manifests of an example, as rendered and reviewed. */
export class Example {
  static of(name: string): Example {
    return new Example(name, exampleObjects(name) as KubeObject[]);
  }

  constructor(
    readonly name: string,
    readonly objects: readonly KubeObject[],
  ) {}

  get namespaces(): string[] {
    const named = this.objects.map(({ metadata }) => metadata.namespace ?? '');
    return [...new Set(named.filter(Boolean))];
  }

  /** The same elsewhere: names of namespaces are all that differs. Several are given by their own. */
  into(target: string | Readonly<Record<string, string>>): Example {
    const names = typeof target === 'string' ? { [this.namespace]: target } : target;
    const text = JSON.stringify(this.objects).replaceAll(
      /("namespace":"|namespace=\\")([^"\\]+)/g,
      (_, before, name) => `${before}${names[name] ?? name}`,
    );
    return new Example(this.name, JSON.parse(text));
  }

  private get namespace(): string {
    const [namespace, ...others] = this.namespaces;
    if (others.length > 0)
      throw new Error(`"${this.name}" has several namespaces: say where each goes`);
    return namespace;
  }

  /** The zone that the file system of the weights keeps everything in. */
  get zone(): Record<string, string> {
    const key = 'topology.kubernetes.io/zone';
    const [, zone] = new RegExp(`"${key}":"([^"]+)"`).exec(JSON.stringify(this.objects)) ?? [];
    return zone ? { [key]: zone } : {};
  }

  of(kind: string): KubeObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  without(...kinds: readonly string[]): Example {
    return this.filter(({ kind }) => !kinds.includes(kind));
  }

  filter(keep: (object: KubeObject) => boolean): Example {
    return new Example(this.name, this.objects.filter(keep));
  }

  get services(): Service[] {
    return this.objects.filter(hasPlan).map((workload) => new Service(workload, this.objects));
  }

  /** The only service of the example. */
  get service(): Service {
    const [service, ...others] = this.services;
    if (!service || others.length > 0) throw new Error(`"${this.name}" has not one service`);
    return service;
  }
}

const hasPlan = ({ metadata, kind }: KubeObject): boolean =>
  ['LeaderWorkerSet', 'Deployment'].includes(kind) &&
  metadata.annotations?.[AnnotationKey.PLAN] !== undefined;

/** A rendered service: its workload, its scaler and the request that it was planned from. */
export class Service {
  constructor(
    readonly workload: KubeObject,
    private readonly objects: readonly KubeObject[],
  ) {}

  get name(): string {
    return this.workload.metadata.name;
  }

  get namespace(): string {
    return this.workload.metadata.namespace ?? 'default';
  }

  get request(): PlanRequest {
    return JSON.parse(this.workload.metadata.annotations?.[AnnotationKey.PLAN] ?? '');
  }

  get scaler(): KubeObject {
    const scaler = this.objects.find(
      ({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === this.name,
    );
    if (!scaler) throw new Error(`"${this.name}" is not scaled`);
    return scaler;
  }

  /** The pod that serves, and is asked first. */
  get podSpec(): PodSpec {
    const { leaderWorkerTemplate, template } = this.workload.spec;
    const { leaderTemplate, workerTemplate } = leaderWorkerTemplate ?? {};
    return (leaderTemplate ?? workerTemplate ?? template).spec;
  }

  get graceSeconds(): number {
    return this.podSpec.terminationGracePeriodSeconds;
  }

  /** Labels of the nodes that its pods may run on. */
  get nodeLabels(): Record<string, string> {
    return this.podSpec.nodeSelector ?? {};
  }

  /** Devices that a pod takes beside its GPUs. */
  get devices(): Record<string, string> {
    const limits = Object.entries(this.podSpec.containers[0].resources.limits);
    const isDevice = (name: string): boolean => name.includes('/') && !name.endsWith('/gpu');
    return Object.fromEntries(limits.filter(([name]) => isDevice(name)));
  }

  get minReplicas(): number {
    return this.scaler.spec.minReplicaCount;
  }

  get maxReplicas(): number {
    return this.scaler.spec.maxReplicaCount;
  }

  /** What one replica may have in flight, as the trigger says. */
  get target(): number {
    return Number(this.scaler.spec.triggers[0].metadata.threshold);
  }

  /** Seconds for which a lower recommendation has to stand. */
  get downWindowSeconds(): number {
    const { behavior } = this.scaler.spec.advanced.horizontalPodAutoscalerConfig;
    return behavior.scaleDown.stabilizationWindowSeconds;
  }
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly nodeSelector?: Record<string, string>;
  readonly priorityClassName?: string;
  readonly containers: readonly {
    readonly resources: { readonly limits: Readonly<Record<string, string>> };
  }[];
}
