import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { assumptions } from '../capacity/defaults';
import type { PlatformRequest } from '../capacity/request';
import type { NodeShape } from '../facts/node-shape';
import type { PlatformSpec } from '../kube/platform';
import type { CloudProvider, NodeAutoscaler } from './kinds';
import { MetricsBackend } from './metrics-backend';
import { platformFromFile } from './platform-file';
import type { ServiceDefaults } from './service-props';

/** The site, stated once for all services below a scope. */
export interface ServingPlatformProps {
  /** Cluster version, `major.minor`. @default 1.34 - what every provider offers */
  readonly kubernetesVersion?: string;
  /** Who runs the nodes. @default - by the node shape of each service */
  readonly provider?: CloudProvider;
  /** Who buys nodes. @default - Karpenter on AWS, GKE on Google, cluster-autoscaler on Azure, none elsewhere */
  readonly nodeAutoscaler?: NodeAutoscaler;
  /** Who scrapes and how KEDA logs in. @default - http://prometheus-operated.monitoring:9090, where kube-prometheus-stack serves */
  readonly metrics?: MetricsBackend;
  /** Labels that the Prometheus operator asks of a monitor, e.g. `release`. @default - none */
  readonly monitorLabels?: { readonly [label: string]: string };
  /** Longest request the gateway carries; checked against drains. @default - not checked */
  readonly gatewayTimeout?: Duration;
  /** Longest a node drain waits for a pod; checked against drains. @default - not checked */
  readonly nodeDrainLimit?: Duration;
  /** Notice before a spot node goes; checked against drains. @default - on demand */
  readonly spotNotice?: Duration;
  /** Time until the last client stops sending to a terminating pod. @default 15 s - in-cluster gateways; cloud load balancers need 30 to 60 s */
  readonly endpointPropagation?: Duration;
  /** Interval at which the backend scrapes. @default 15 s - an HPA sync period */
  readonly scrapeInterval?: Duration;
  /** Time from an unschedulable pod to a ready node. @default - by the node autoscaler */
  readonly nodeProvisionTime?: Duration;
  /** GPUs the namespace may hold; a plan whose maximum exceeds it warns. @default - not checked */
  readonly gpuQuota?: number;
  /** Kueue admits workloads: names are at most 39 characters. @default false */
  readonly kueue?: boolean;
  /** OpenShift assigns uids itself: none is fixed. @default false */
  readonly openShift?: boolean;
  /** Machines at your prices, preferred over the catalogue's. @default - the catalogue */
  readonly nodes?: NodeShape[];
  /** What services below this platform share. @default - the library's defaults */
  readonly defaults?: ServiceDefaults;
}

const provided = new WeakMap<IConstruct, ServingPlatform>();

/**
 * The cluster that services run on.
 *
 * ```ts
 * ServingPlatform.custom({
 *   kubernetesVersion: '1.35',
 *   provider: CloudProvider.AWS,
 *   metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
 * }).provide(app);
 * ```
 */
export class ServingPlatform {
  /** A platform of these facts; provide it to a scope before its services exist. */
  public static custom(props: ServingPlatformProps): ServingPlatform {
    return new ServingPlatform(props);
  }

  /**
   * A platform from a YAML or JSON file with the facts of `ServingPlatformProps`, durations in
   * seconds (`gatewayTimeoutSeconds` …).
   *
   * @param path Path of the file.
   * @throws with every unknown key and every value out of range.
   */
  public static fromFile(path: string): ServingPlatform {
    return new ServingPlatform(platformFromFile(path));
  }

  /** The nearest platform above a scope, or one of defaults only. */
  public static of(scope: IConstruct): ServingPlatform {
    const above = [...scope.node.scopes].reverse().find((construct) => provided.has(construct));
    return (above && provided.get(above)) ?? new ServingPlatform({});
  }

  private constructor(private readonly props: ServingPlatformProps) {}

  /**
   * Makes this the platform of everything below a scope.
   *
   * @throws when the scope has a platform already, or children that may have used another.
   */
  public provide(scope: IConstruct): ServingPlatform {
    if (provided.has(scope)) {
      throw new Error(
        `'${scope.node.path || 'the app'}' has a platform already: provide one a scope, deeper scopes may have their own`,
      );
    }
    if (scope.node.children.length > 0) {
      throw new Error(
        `'${scope.node.path || 'the app'}' has children already: provide the platform before the first service`,
      );
    }
    provided.set(scope, this);
    return this;
  }

  /**
   * Layer below the service.
   * @internal
   */
  public _defaults(): ServiceDefaults {
    return this.props.defaults ?? {};
  }

  /**
   * The machine of this site for an accelerator, where there is one.
   * @internal
   */
  public _nodes(): NodeShape[] {
    return this.props.nodes ?? [];
  }

  /**
   * The platform as a plan request names it.
   * @internal
   */
  public _toRequest(): PlatformRequest {
    const { props } = this;
    const { matchers, kubeStateMetrics } = this.metrics()._spec();
    return {
      kubernetesVersion: this.kubernetesVersion(),
      provider: props.provider,
      nodeAutoscaler: props.nodeAutoscaler,
      nodeProvisionSeconds: props.nodeProvisionTime?.toSeconds(),
      nodeDrainLimitSeconds: props.nodeDrainLimit?.toSeconds(),
      spotNoticeSeconds: props.spotNotice?.toSeconds(),
      gatewayTimeoutSeconds: props.gatewayTimeout?.toSeconds(),
      endpointPropagationSeconds: props.endpointPropagation?.toSeconds(),
      scrapeIntervalSeconds: this._scrapeIntervalSeconds(),
      gpuQuota: props.gpuQuota,
      kubeStateMetrics,
      metricsMatchers: matchers,
    };
  }

  /**
   * The platform as manifests need it, for a service on nodes of a provider.
   * @internal
   */
  public _spec(nodeProvider: string, nodeAutoscaler: string): PlatformSpec {
    const { props } = this;
    return {
      kubernetesVersion: this.kubernetesVersion(),
      provider: (props.provider ?? nodeProvider) as PlatformSpec['provider'],
      nodeAutoscaler: nodeAutoscaler as PlatformSpec['nodeAutoscaler'],
      metrics: this.metrics()._spec(),
      monitorLabels: props.monitorLabels ?? {},
      kueue: props.kueue ?? false,
      openShift: props.openShift ?? false,
    };
  }

  /**
   * Interval at which the backend scrapes.
   * @internal
   */
  public _scrapeIntervalSeconds(): number {
    return this.props.scrapeInterval?.toSeconds() ?? assumptions.scrapeIntervalSeconds.value;
  }

  /**
   * Whether Kueue admits the workloads.
   * @internal
   */
  public _kueue(): boolean {
    return this.props.kueue ?? false;
  }

  private kubernetesVersion(): string {
    return this.props.kubernetesVersion ?? assumptions.kubernetesVersion;
  }

  private metrics(): MetricsBackend {
    return (
      this.props.metrics ?? MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090')
    );
  }
}
