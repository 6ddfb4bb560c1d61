import { loginViolations } from '../kube/metrics-login';
import type { MetricsAuthSpec, MetricsBackendSpec } from '../kube/platform';
import { InvalidInput, type Violation } from '../violations';
import { httpAddressViolations } from './http-address';
import { kindViolations } from './prop-kinds';
import type { SecretKey } from './secret-key';
import { type PropNames, unknownProps } from './unknown-props';

/** What every backend may say. */
export interface MetricsBackendOptions {
  /**
   * Label matchers that separate this cluster from others on the same backend, e.g. `cluster`.
   * @default - none: the backend belongs to this cluster
   */
  readonly matchers?: { readonly [label: string]: string };
  /**
   * kube-state-metrics feeds the same backend, so that queries can tell blindness from idleness.
   * @default true - it is part of every common monitoring stack
   */
  readonly kubeStateMetrics?: boolean;
}

/** How KEDA logs in to Prometheus. */
export interface PrometheusOptions extends MetricsBackendOptions {
  /** Sent as `X-Scope-OrgID`. @default - none */
  readonly tenant?: string;
  /** Basic authentication, with `password`. @default - none */
  readonly username?: SecretKey;
  /** Basic authentication, with `username`. @default - none */
  readonly password?: SecretKey;
  /** Bearer token. @default - none */
  readonly token?: SecretKey;
  /** Client certificate, with `privateKey`. @default - none */
  readonly certificate?: SecretKey;
  /** Key of the client certificate. @default - none */
  readonly privateKey?: SecretKey;
  /** Certificate authority of the server. @default - the system's */
  readonly ca?: SecretKey;
}

const backendOptions: PropNames<MetricsBackendOptions> = { matchers: true, kubeStateMetrics: true };

const prometheusOptions: PropNames<PrometheusOptions> = {
  ...backendOptions,
  tenant: true,
  username: true,
  password: true,
  token: true,
  certificate: true,
  privateKey: true,
  ca: true,
};

const serverAdvice = {
  example: 'http://prometheus-operated.monitoring:9090',
  login: "give 'username' and 'password' as SecretKeys",
};

const NO_LOGIN: MetricsAuthSpec = { kind: 'none' };

/** Who scrapes the pods and how KEDA reads the result. */
export class MetricsBackend {
  /**
   * Prometheus, Thanos, Mimir or anything else that speaks its API; scraped by a PodMonitor.
   *
   * @param serverAddress Such as `http://prometheus-operated.monitoring:9090`.
   * @throws with half a login, or with more than one.
   */
  public static prometheus(serverAddress: string, options: PrometheusOptions = {}): MetricsBackend {
    const violations = [
      ...unknownProps(options, prometheusOptions),
      ...kindViolations(options),
      ...loginViolations(options),
    ];
    const auth = violations.length > 0 ? NO_LOGIN : prometheusAuth(options);
    return MetricsBackend.of(
      'prometheus',
      serverAddress,
      auth,
      options,
      { tenant: options.tenant },
      violations,
    );
  }

  /**
   * Amazon Managed Prometheus through the pod identity of KEDA's operator.
   *
   * @param workspaceUrl `https://aps-workspaces.<region>.amazonaws.com/workspaces/<id>`.
   * @param region AWS region of the workspace.
   */
  public static amazon(
    workspaceUrl: string,
    region: string,
    options: MetricsBackendOptions = {},
  ): MetricsBackend {
    return MetricsBackend.of(
      'amazon',
      workspaceUrl,
      { kind: 'aws' },
      options,
      { region },
      unknownProps(options, backendOptions),
    );
  }

  /**
   * Google Managed Prometheus through Workload Identity.
   *
   * @param projectId Project whose metrics are read.
   */
  public static google(projectId: string, options: MetricsBackendOptions = {}): MetricsBackend {
    const address = `https://monitoring.googleapis.com/v1/projects/${projectId}/location/global/prometheus`;
    return MetricsBackend.of(
      'google',
      address,
      { kind: 'gcp' },
      options,
      {},
      unknownProps(options, backendOptions),
    );
  }

  /**
   * Azure Monitor managed Prometheus through workload identity.
   *
   * @param queryEndpoint Query endpoint of the workspace.
   * @param clientId Client id of the managed identity that KEDA assumes.
   */
  public static azure(
    queryEndpoint: string,
    clientId: string,
    options: MetricsBackendOptions = {},
  ): MetricsBackend {
    const auth: MetricsAuthSpec = { kind: 'azure-workload', identity: clientId };
    return MetricsBackend.of(
      'azure',
      queryEndpoint,
      auth,
      options,
      {},
      unknownProps(options, backendOptions),
    );
  }

  private static of(
    kind: MetricsBackendSpec['kind'],
    serverAddress: string,
    auth: MetricsAuthSpec,
    { matchers = {}, kubeStateMetrics = true }: MetricsBackendOptions,
    extra: Pick<MetricsBackendSpec, 'tenant' | 'region'>,
    violations: readonly Violation[],
  ): MetricsBackend {
    const all = [
      ...violations,
      ...httpAddressViolations('serverAddress', serverAddress, serverAdvice),
    ];
    if (all.length > 0) throw new InvalidInput(all, `MetricsBackend.${kind}`);
    return new MetricsBackend({ kind, serverAddress, auth, matchers, kubeStateMetrics, ...extra });
  }

  private constructor(private readonly spec: MetricsBackendSpec) {}

  /** Address that KEDA queries. */
  public get serverAddress(): string {
    return this.spec.serverAddress;
  }

  /**
   * As manifests write it.
   * @internal
   */
  public _spec(): MetricsBackendSpec {
    return this.spec;
  }
}

function prometheusAuth(options: PrometheusOptions): MetricsAuthSpec {
  const { username, password, token, certificate, privateKey } = options;
  const ca = options.ca?._ref();
  if (username && password) {
    return { kind: 'basic', username: username._ref(), password: password._ref(), ca };
  }
  if (token) return { kind: 'bearer', token: token._ref(), ca };
  if (certificate && privateKey) {
    return { kind: 'tls', certificate: certificate._ref(), privateKey: privateKey._ref(), ca };
  }
  return { kind: 'none', ca };
}
