import type { IConstruct } from 'constructs';
import type { PlatformRequest } from '../capacity/request';
import type { NodeShape } from '../facts/node-shape';
import type { PlatformSpec } from '../kube/platform';
import type { SiteFacts } from '../lint/view/view';
import { InvalidInput } from '../violations';
import { defaultViolations } from './default-violations';
import { platformProps } from './known-platform-props';
import { layered, stated } from './layered';
import { MetricsBackend } from './metrics-backend';
import { platformRequest, platformSpec, scrapeIntervalSeconds, siteFacts } from './platform-facts';
import { platformFromFile } from './platform-file';
import { kindViolations } from './prop-kinds';
import type { ServiceDefaults } from './service-defaults';
import type { ServingPlatformProps } from './serving-platform-props';
import { provideStorageClass } from './shared-storage-class';
import { unknownProps } from './unknown-props';

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
 *
 * gives every service below its queries' address, its node labels and its disruption annotations:
 *
 * ```yaml
 * triggers:
 *   - type: prometheus
 *     metadata:
 *       serverAddress: http://prometheus-operated.monitoring:9090
 * ```
 */
export class ServingPlatform {
  /**
   * A platform of these facts; provide it to a scope before its services exist.
   *
   * @throws when a prop is unknown or of another kind, under a runner that checks no types.
   */
  public static custom(props: ServingPlatformProps): ServingPlatform {
    const violations = [
      ...unknownProps(props, platformProps),
      ...kindViolations(props),
      ...defaultViolations(props.defaults),
    ];
    if (violations.length > 0) throw new InvalidInput(violations);
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
    const refused = (allowed: string, fix: string): InvalidInput =>
      new InvalidInput([{ path: 'scope', value: scope.node.path, allowed, fix }]);
    if (provided.has(scope)) {
      throw refused('one without a platform', 'a deeper scope may have another one');
    }
    if (scope.node.children.length > 0) {
      throw refused(
        'one without children',
        'provide the platform before the first chart or service',
      );
    }
    provided.set(scope, this);
    provideStorageClass(scope, this.props.sharedStorageClass);
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
   * The same site with another layer over its defaults.
   * @internal
   */
  public _below(defaults: ServiceDefaults): ServingPlatform {
    return new ServingPlatform({
      ...this.props,
      defaults: layered(this._defaults(), stated(defaults)),
    });
  }

  /**
   * The machines of this site, the preferred first.
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
    return platformRequest(this.props, this.metrics());
  }

  /**
   * The platform as manifests need it, for a service on a node such as `aws/p5.48xlarge`.
   * @internal
   */
  public _spec(nodeId: string): PlatformSpec {
    return platformSpec(this.props, this.metrics(), nodeId);
  }

  /**
   * What is stated of the cluster, for the linter.
   * @internal
   */
  public _site(): SiteFacts {
    return siteFacts(this.props);
  }

  /**
   * Interval at which the backend scrapes.
   * @internal
   */
  public _scrapeIntervalSeconds(): number {
    return scrapeIntervalSeconds(this.props);
  }

  /**
   * Whether Kueue admits the workloads.
   * @internal
   */
  public _kueue(): boolean {
    return this.props.kueue ?? false;
  }

  /**
   * What claims and pods of caches need to know.
   * @internal
   */
  public _storage(): Pick<ServingPlatformProps, 'sharedStorageClass' | 'openShift'> {
    return this.props;
  }

  private metrics(): MetricsBackend {
    return (
      this.props.metrics ?? MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090')
    );
  }
}
