import type { PlanRequest } from '../../../src/capacity/request';
import { expositionOf } from './exposition';
import { ENGINE_VERSION } from './histograms';
import { kubeStateOf } from './kube-state';
import type { RateCurve } from './load';
import { replicaOf } from './replica';
import {
  type Engine,
  emptyService,
  type ObservedPod,
  type ServiceSample,
  type ServiceState,
  sampleOf,
  stepped,
  withPods,
} from './service';

export interface ServedService {
  readonly namespace: string;
  /** Value of the pod label `cdk8s-llm.dev/service`. */
  readonly name: string;
  /** The annotation `cdk8s-llm.dev/plan` of the workload. */
  readonly request: PlanRequest;
  readonly rate: RateCurve;
}

/** A rate is held for so long, and history has a sample of each. */
const STEP_SECONDS = 1;

/** Engines of the pods that a cluster has, under load; time is that of the clock, in seconds. */
export class EngineFleet {
  private readonly services = new Map<string, ServiceState>();
  private readonly samples = new Map<string, ServiceSample[]>();
  private readonly silent = new Map<string, number>();
  private pods: readonly ObservedPod[] = [];
  private now: number;

  public constructor(private readonly clock: () => number = () => Date.now() / 1000) {
    this.now = clock();
  }

  /** Puts a service under load; its pods are those with its label. */
  public serve({ namespace, name, request, rate }: ServedService): void {
    this.advance();
    const replica = replicaOf(request);
    if (replica.engineVersion !== ENGINE_VERSION) {
      throw new Error(
        `'engine.version' of ${namespace}/${name} is ${replica.engineVersion}: only the metrics of ${ENGINE_VERSION} are known, plan with that version`,
      );
    }
    const service = emptyService(replica, rate, this.now);
    this.services.set(keyOf(namespace, name), this.peopled(keyOf(namespace, name), service));
  }

  /** Changes the load of a service; the curve begins now. */
  public setRate(namespace: string, name: string, curve: RateCurve): void {
    this.advance();
    const key = keyOf(namespace, name);
    this.services.set(key, { ...this.known(key), curve, curveSince: this.now });
  }

  /** Tells all pods of the cluster, whenever one has changed. */
  public observe(pods: readonly ObservedPod[]): void {
    this.advance();
    this.pods = pods;
    for (const [key, service] of this.services) this.services.set(key, this.peopled(key, service));
  }

  /** Makes a share of the engines of a namespace, first names first, unscrapable; 0 ends it. */
  public silence(namespace: string, share: number): void {
    this.silent.set(namespace, share);
  }

  /** What the pod answers at /metrics; nothing where no engine listens or it is silenced. */
  public scrape(namespace: string, pod: string): string | undefined {
    this.advance();
    const engines = this.enginesIn(namespace);
    const silenced = Math.round((this.silent.get(namespace) ?? 0) * engines.length);
    const found = engines.slice(silenced).find(({ engine }) => engine.pod.name === pod);
    if (!found) return undefined;
    const { engine, service } = found;
    return expositionOf(engine.queue, service.replica, engine.startedAt);
  }

  /** What kube-state-metrics answers. */
  public kubeState(): string {
    return kubeStateOf(this.pods);
  }

  /** A sample a second since the service was put under load. */
  public history(namespace: string, name: string): readonly ServiceSample[] {
    this.advance();
    const key = keyOf(namespace, name);
    this.known(key);
    return this.samples.get(key) ?? [];
  }

  /** Everything up to the time of the clock; every other method begins with it. */
  public advance(): void {
    const until = this.clock();
    while (this.now < until) {
      const seconds = Math.min(STEP_SECONDS, until - this.now);
      for (const [key, service] of this.services) {
        const next = stepped(service, this.now, seconds);
        this.services.set(key, next);
        this.record(key, sampleOf(next, this.now + seconds));
      }
      this.now += seconds;
    }
  }

  private record(key: string, sample: ServiceSample): void {
    const samples = this.samples.get(key) ?? [];
    const last = samples.at(-1)?.at ?? -Infinity;
    if (sample.at - last >= STEP_SECONDS) samples.push(sample);
    this.samples.set(key, samples);
  }

  private peopled(key: string, service: ServiceState): ServiceState {
    const own = this.pods.filter((pod) => keyOf(pod.namespace, pod.service ?? '') === key);
    return withPods(service, own, this.now);
  }

  private known(key: string): ServiceState {
    const service = this.services.get(key);
    if (!service) throw new Error(`'${key}' is not under load: call serve() with it first`);
    return service;
  }

  private enginesIn(namespace: string): { engine: Engine; service: ServiceState }[] {
    return [...this.services.values()]
      .flatMap((service) => service.engines.map((engine) => ({ engine, service })))
      .filter(({ engine }) => engine.pod.namespace === namespace)
      .sort((a, b) => (a.engine.pod.name < b.engine.pod.name ? -1 : 1));
  }
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
