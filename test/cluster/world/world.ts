import { EngineFleet } from '../engines/fleet';
import { constant, type RateCurve } from '../engines/load';
import { type FleetServer, serveFleet } from '../engines/server';
import type { ObservedPod } from '../engines/service';
import type { Cluster } from '../rig/cluster';
import type { Gate } from '../rig/gate';
import { conditionOf, type KubeObject } from '../rig/objects';
import { type Rig, startRig } from '../rig/rig';
import type { Example, Service } from './example';
import { foreignClaims, foreignSecrets, volumesFor } from './foreign';
import { type Machines, machines, namespaceOf } from './machines';
import { isEnding, isReady, Pods } from './pods';
import { Stages } from './stages';

/** A service, or work that is scaled like one. */
export type Scaled = Pick<Service, 'workload'>;

/** A cluster with machines and engines that are played, and everything else real. */
export class World {
  static async start(
    onStop: (stop: () => Promise<void>) => void,
    say: (line: string) => void,
  ): Promise<World> {
    const engines = new EngineFleet();
    const server = await serveFleet(engines);
    const url = `http://127.0.0.1:${server.port}`;
    let world: World | undefined;
    const rig = await startRig(
      url,
      (stop) =>
        onStop(async () => {
          await world?.stop(server);
          await stop();
        }),
      say,
    );
    world = new World(rig, engines);
    await world.stages.install();
    return world;
  }

  readonly pods: Pods;
  readonly stages: Stages;

  private constructor(
    readonly rig: Rig,
    readonly engines: EngineFleet,
  ) {
    this.stages = new Stages(this.cluster);
    this.pods = new Pods(this.cluster, (pods) => engines.observe(pods.map(observed)));
    void this.pods.follow();
  }

  get cluster(): Cluster {
    return this.rig.cluster;
  }

  get gate(): Gate {
    return this.rig.gate;
  }

  private async stop(server: FleetServer): Promise<void> {
    this.pods.stop();
    await server.close();
  }

  /** Namespaces whose pods stay on machines of their own. */
  async lane(
    name: string,
    namespaces: readonly string[],
    own: readonly Omit<Machines, 'lane'>[],
  ): Promise<void> {
    const nodes = own.flatMap((group) => machines({ ...group, lane: name }));
    await this.cluster.apply([...namespaces.map((space) => namespaceOf(space, name)), ...nodes]);
    await Promise.all(
      namespaces.map((space) =>
        this.cluster.until(`the service account of ${space}`, 30, () =>
          this.cluster.exists(`/api/v1/namespaces/${space}/serviceaccounts/default`),
        ),
      ),
    );
  }

  /** Applies an example and what it takes for granted: secrets, claims and their volumes, scrapes. */
  async install(example: Example): Promise<void> {
    const claims = foreignClaims(example.objects);
    const volumes = volumesFor([...example.objects, ...claims]);
    const secrets = foreignSecrets(example.objects);
    await this.cluster.apply([...volumes, ...claims, ...secrets, ...example.objects]);
    await this.rig.prometheus.scrape(example.of('PodMonitor'));
  }

  /**
   * Installs services that have run for long, at their minimum. On a new one the autoscaler takes
   * the step from one replica to the minimum for growth, and adds no more for a time to scale.
   */
  async settle(example: Example): Promise<void> {
    await this.install(example.without('ScaledObject'));
    await Promise.all(example.services.map((one) => this.scale(one, one.minReplicas)));
    await this.cluster.apply(example.of('ScaledObject'));
  }

  /** Puts a service under load from now on. */
  load(service: Service, rate: RateCurve | number): void {
    const { namespace, name, request } = service;
    const curve = typeof rate === 'number' ? constant(rate) : rate;
    this.engines.serve({ namespace, name, request, rate: curve });
  }

  /** The replicas that a scaler or a user has asked for. */
  async replicas({ workload }: Scaled): Promise<number> {
    const { spec } = await this.cluster.read(workload);
    return spec.replicas ?? 1;
  }

  async scale({ workload }: Scaled, replicas: number): Promise<void> {
    const { kind, metadata } = workload;
    const target = `${kind.toLowerCase()}/${metadata.name}`;
    await this.cluster.kubectl([
      'scale',
      target,
      '-n',
      metadata.namespace ?? '',
      `--replicas=${replicas}`,
    ]);
  }

  /** The pods of a service that get requests. */
  readyPods({ namespace, name }: Service): KubeObject[] {
    return this.podsOf(namespace, name).filter((pod) => isReady(pod) && !isEnding(pod));
  }

  podsOf(namespace: string, service: string): KubeObject[] {
    return this.pods
      .in(namespace)
      .filter(({ metadata }) => metadata.labels?.['cdk8s-llm.dev/service'] === service);
  }

  /** Whether KEDA answers for a metric that it cannot read. */
  async isFallback({ namespace, name }: Service): Promise<boolean> {
    const path = `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${name}`;
    return conditionOf(await this.cluster.get(path), 'Fallback') === 'True';
  }
}

function observed(pod: KubeObject): ObservedPod {
  const { name, namespace = '', uid = '', labels = {} } = pod.metadata;
  return {
    name,
    namespace,
    uid,
    service: labels['cdk8s-llm.dev/service'],
    role: labels['cdk8s-llm.dev/role'],
    phase: pod.status.phase,
    isReady: isReady(pod),
    isTerminating: isEnding(pod),
  };
}
